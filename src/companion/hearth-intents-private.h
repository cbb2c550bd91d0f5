/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "hearth-intents.h"

G_BEGIN_DECLS

typedef enum {
  HEARTH_OP_WORD,  /* a: the word's number */
  HEARTH_OP_SPLIT, /* try a, then b */
  HEARTH_OP_JUMP,  /* a */
  HEARTH_OP_SLOT,  /* a: the slot's number in the program */
  HEARTH_OP_MATCH,
} HearthOpCode;

typedef struct {
  guint16 code;
  guint16 a;
  guint16 b;
} HearthOp;

typedef enum {
  HEARTH_SLOT_WORDS, /* any words */
  HEARTH_SLOT_TIME,  /* a time as the time reader found it */
  HEARTH_SLOT_NUMBER,
} HearthSlotKind;

typedef struct {
  char *name;
  HearthSlotKind kind;
  guint max_words;
} HearthSlotType;

#define HEARTH_MAX_SLOTS 12
#define HEARTH_MAX_WORDS 160
/* A slot that may hold so many words holds a clause and not a name. */
#define HEARTH_CLAUSE_WORDS 40

typedef struct {
  guint intent; /* row in the table of intents */
  HearthOp *ops;
  guint n_ops;
  const HearthSlotType *slots[HEARTH_MAX_SLOTS];
  guint n_slots;
  guint16 *required; /* words without which it cannot match */
  guint n_required;
  char **set;        /* (nullable) (transfer none): name, value, name, value, NULL */
} HearthTemplate;

/** HearthIntentWord: one word, quotation or time of the owner's sentence. */
typedef struct {
  gsize from; /* bytes, without quotation marks */
  gsize to;
  guint16 word; /* number in the vocabulary, or 0 */
  gboolean fuzzy;
  gboolean filler;
  gboolean quoted;
  gboolean time;
  gboolean article;
  gboolean number;
} HearthIntentWord;

typedef struct {
  guint16 from[HEARTH_MAX_SLOTS];
  guint16 to[HEARTH_MAX_SLOTS];
  double score;
  guint end;
} HearthCapture;

typedef struct {
  HearthIntentWord *words;
  guint n;
  guint end;         /* match up to here */
  guint8 *visited;   /* bit per instruction and place */
  gsize visited_size;
  gboolean anchored; /* must end at `end` */
} HearthMatcher;

gboolean hearth_matcher_run       (HearthMatcher *self, const HearthTemplate *template, guint start,
                                   HearthCapture *capture);
gboolean hearth_word_is_near      (const char *a, const char *b);

/* hearth-intents-compile.c */
typedef struct {
  GHashTable *vocabulary; /* word -> number */
  GPtrArray *words;       /* number -> word; the first is empty */
  GHashTable *expansions; /* name -> text */
  GHashTable *slots;      /* name -> HearthSlotType */
  GHashTable *contractions; /* word -> the words that it stands for */
} HearthGrammar;

/* hearth-intents-own.c */
HearthIntents *hearth_intents_pick (HearthIntents *self, const char *text);

/* hearth-intents-load.c */
typedef struct {
  char *name;
  GPtrArray *examples;
  GPtrArray *responses;
  GHashTable *words; /* the vocabulary's numbers that its templates use */
} HearthIntent;

/**
 * HearthIntents:
 *
 * Understands sentences of one language by templates, which are data: data/intents/README.md
 * says what stands in them. Templates are compiled to the instructions of a small backtracking
 * machine, which remembers where it has failed and is therefore linear.
 */
struct _HearthIntents {
  GObject parent_instance;

  char *language;
  HearthGrammar grammar;
  GPtrArray *intents;    /* (element-type HearthIntent) */
  GArray *templates;     /* (element-type HearthTemplate) */
  GArray *leading;       /* (element-type HearthTemplate) */
  GArray *trailing;      /* (element-type HearthTemplate) */
  GHashTable *fillers;
  GHashTable *stop_words;
  GHashTable *past;
  GHashTable *articles;
  GHashTable *numbers;   /* words that are numbers */
  GHashTable *number_words; /* word -> the number or the English word that it stands for */
  GPtrArray *near;       /* examples to offer when nothing is near */
  GPtrArray *synonyms;   /* (element-type GStrv): words that mean nearly the same */
  GPtrArray *sets;       /* (element-type GStrv): owns what templates set */
  HearthIntents *other;  /* (owned) (nullable): English, where the owner's language is another */
};

gboolean hearth_intents_load      (HearthIntents *self, JsonObject *root, GError **error);
gboolean hearth_grammar_compile   (HearthGrammar *self, const char *sentence, HearthTemplate *template,
                                   GError **error);
char    *hearth_intents_normalise (const char *text, gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
