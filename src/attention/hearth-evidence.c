/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-evidence.h"

#include <stdio.h>
#include <string.h>

#define MAX_TEXT (16 * 1024)
#define MAX_WORD 24

typedef struct {
  HearthEvidenceFunc func;
  gpointer user_data;
  guint n;
  guint max;
  char last[MAX_WORD * 2 + 2]; /* the word before, for pairs */
  gsize last_length;
} Walker;

/* FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ ; the kind comes first, so that a
 * word of the subject is another piece of evidence than the same word below. */
static guint32
hash_of (HearthEvidenceKind kind, const char *text, gsize length)
{
  guint32 hash = (2166136261u ^ (guint32) kind) * 16777619u;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) text[i]) * 16777619u;
  /* The low bits choose a bucket: they are stirred once more. */
  hash ^= hash >> 15;
  hash *= 0x2c1b3c6du;
  return hash ^ (hash >> 12);
}

static void
tell (Walker *self, HearthEvidenceKind kind, const char *text, gsize length)
{
  if (self->n == self->max)
    return;
  self->n++;
  self->func (hash_of (kind, text, length), kind, text, length, self->user_data);
}

static void
tell_word (Walker *self, HearthEvidenceKind kind, char *word, gsize length)
{
  char pair[sizeof self->last + MAX_WORD * 2 + 2];

  if (length < 2 && !g_ascii_isdigit (*word))
    return;
  tell (self, kind, word, length);
  if (kind != HEARTH_EVIDENCE_BODY && kind != HEARTH_EVIDENCE_SUBJECT)
    return;
  if (self->last_length > 0) {
    memcpy (pair, self->last, self->last_length);
    pair[self->last_length] = ' ';
    memcpy (pair + self->last_length + 1, word, length);
    tell (self, HEARTH_EVIDENCE_PAIR, pair, self->last_length + 1 + length);
  }
  memcpy (self->last, word, length);
  self->last_length = length;
}

/* The host of a link and the domains above it: a.b.example.org, b.example.org, example.org. */
static void
tell_domains (Walker *self, HearthEvidenceKind kind, const char *host, gsize length)
{
  while (length > 0 && memchr (host, '.', length) != NULL) {
    const char *dot = memchr (host, '.', length);

    tell (self, kind, host, length);
    length -= (gsize) (dot + 1 - host);
    host = dot + 1;
  }
}

static const char *
take_link (Walker *self, const char *p, const char *end)
{
  char host[128];
  gsize n = 0;

  p = (const char *) memchr (p, ':', end - p) + 3;
  for (; p < end && (g_ascii_isalnum (*p) || *p == '.' || *p == '-' || *p == '@'); p++) {
    if (*p == '@')
      n = 0;
    else if (n < sizeof host)
      host[n++] = g_ascii_tolower (*p);
  }
  tell_domains (self, HEARTH_EVIDENCE_LINK, host, n);
  while (p < end && !g_ascii_isspace (*p) && *p != '>' && *p != '"' && *p != ')')
    p++;
  self->last_length = 0;
  return p;
}

static gboolean
is_link (const char *p, const char *end)
{
  return end - p > 8 && (*p == 'h' || *p == 'H') &&
         (g_ascii_strncasecmp (p, "http://", 7) == 0 ||
          g_ascii_strncasecmp (p, "https://", 8) == 0);
}

/* What holds a word together; digits in it become one sign, so that amounts of one size are alike.
 */
static gboolean
take_char (const char *p, char *word, gsize *n)
{
  gunichar c = (guchar) *p < 0x80 ? (gunichar) *p : g_utf8_get_char (p);

  if (g_ascii_isdigit (*p)) {
    if (*n + 1 < MAX_WORD)
      word[(*n)++] = '0';
    return TRUE;
  }
  if ((guchar) *p < 0x80) {
    gboolean kept = g_ascii_isalpha (*p) || *p == '$' || *p == '%';

    if (kept && *n + 1 < MAX_WORD)
      word[(*n)++] = g_ascii_tolower (*p);
    return kept || *p == '\'';
  }
  if (!g_unichar_isalpha (c) && g_unichar_type (c) != G_UNICODE_CURRENCY_SYMBOL)
    return c == 0x2019;
  if (*n + 6 < MAX_WORD)
    *n += (gsize) g_unichar_to_utf8 (g_unichar_tolower (c), word + *n);
  return TRUE;
}

static void
tell_text (Walker *self, HearthEvidenceKind kind, const char *text, gsize max)
{
  char word[MAX_WORD];
  gsize n = 0;
  const char *end = text + strnlen (text, max);

  self->last_length = 0;
  for (const char *p = text; p < end;) {
    if (n == 0 && is_link (p, end)) {
      p = take_link (self, p, end);
      continue;
    }
    if (!take_char (p, word, &n)) {
      tell_word (self, kind, word, n);
      n = 0;
      if (self->n == self->max)
        return;
    }
    p = g_utf8_next_char (p);
  }
  tell_word (self, kind, word, n);
}

static void
tell_sign (Walker *self, const char *name, guint value)
{
  char text[48];
  int length;

  if (value == 0)
    return;
  /* One, some, many. */
  length = snprintf (text, sizeof text, "%s:%s", name,
                     value == 1 ? "1" : (value < 4 ? "2" : (value < 10 ? "4" : "10")));
  tell (self, HEARTH_EVIDENCE_SIGN, text, (gsize) length);
}

static void
tell_numbered (Walker *self, const char *name, guint number, guint value)
{
  char text[32];

  if (value == 0)
    return;
  snprintf (text, sizeof text, "%s%u", name, number);
  tell_sign (self, text, value);
}

static void
tell_signs (Walker *self, const HearthMessage *message, const HearthFeatures *f)
{
  guint upper = 0, letters = 0;

  for (guint bit = 0; bit < 14; bit++)
    tell_numbered (self, "mark", bit, (f->marks >> bit) & 1);
  for (guint cue = 0; cue < HEARTH_N_CUES; cue++) {
    tell_numbered (self, "cue", cue, f->cues[cue]);
    tell_numbered (self, "subject-cue", cue, f->subject_cues[cue]);
  }
  tell_sign (self, "to-owner", f->to_owner);
  tell_sign (self, "cc-owner", f->cc_owner);
  tell_sign (self, "not-to-owner", !f->to_owner && !f->cc_owner);
  tell_sign (self, "recipients", f->n_recipients);
  tell_sign (self, "same-domain", f->same_domain);
  tell_sign (self, "noreply", f->noreply);
  tell_sign (self, "private-sender", f->private_sender);
  tell_sign (self, "odd-domain", f->odd_domain);
  tell_sign (self, "reply", f->is_reply);
  tell_sign (self, "greets-owner", f->greets_owner);
  tell_sign (self, "greets-other", f->greets_other);
  tell_sign (self, "questions", f->questions);
  tell_sign (self, "links", f->n_links);
  tell_sign (self, "odd-links", f->odd_links);
  tell_sign (self, "scrambled", f->scrambled / 4);
  tell_sign (self, "shouting", f->shouting);
  tell_sign (self, "deadline", f->deadline != 0);
  tell_sign (self, "name-lies", f->name_lies);
  tell_sign (self, "attachments", message->attachments != NULL ? message->attachments->len : 0);
  tell_sign (self, "references",
             message->references != NULL ? g_strv_length (message->references) : 0);
  tell_sign (self, "short", f->n_words < 30);
  tell_sign (self, "long", f->n_words > 400);
  for (const char *p = message->subject != NULL ? message->subject : ""; *p != '\0'; p++) {
    letters += g_ascii_isalpha (*p);
    upper += g_ascii_isupper (*p);
  }
  tell_sign (self, "capitals", letters > 6 && upper * 2 > letters);
}

static void
tell_sender (Walker *self, const HearthMessage *message)
{
  if (message->from != NULL) {
    const char *address = message->from->address;
    const char *at = strrchr (address, '@');

    tell (self, HEARTH_EVIDENCE_SENDER, address, MIN (strlen (address), 200));
    if (at != NULL)
      tell_domains (self, HEARTH_EVIDENCE_DOMAIN, at + 1, MIN (strlen (at + 1), 200));
    if (message->from->name != NULL)
      tell_text (self, HEARTH_EVIDENCE_NAME, message->from->name, 200);
  }
  if (message->list_id != NULL && *message->list_id != '\0')
    tell (self, HEARTH_EVIDENCE_LIST, message->list_id, MIN (strlen (message->list_id), 200));
}

/**
 * hearth_evidence_foreach_sender:
 * @message: a message
 * @func: called for each piece of evidence
 * @user_data: for @func
 *
 * Only what says who sent it: address, domains, name and list.
 */
void
hearth_evidence_foreach_sender (const HearthMessage *message, HearthEvidenceFunc func,
                                gpointer user_data)
{
  Walker self = { .func = func, .user_data = user_data, .max = HEARTH_EVIDENCE_MAX };

  tell_sender (&self, message);
}

/**
 * hearth_evidence_foreach:
 * @message: a message with its text
 * @features: what hearth_features_extract() saw in it
 * @max: so many pieces at most, the first ones, up to %HEARTH_EVIDENCE_MAX
 * @func: called for each piece of evidence, some more than once
 * @user_data: for @func
 *
 * Takes a message apart into what a judgement may rest on: words, pairs of words, who sent it, the
 * hosts of its links, and signs.
 */
void
hearth_evidence_foreach (const HearthMessage *message, const HearthFeatures *features, guint max,
                         HearthEvidenceFunc func, gpointer user_data)
{
  Walker self = { .func = func, .user_data = user_data, .max = MIN (max, HEARTH_EVIDENCE_MAX) };

  tell_signs (&self, message, features);
  tell_sender (&self, message);
  if (message->subject != NULL)
    tell_text (&self, HEARTH_EVIDENCE_SUBJECT, message->subject, 1000);
  if (message->text != NULL)
    tell_text (&self, HEARTH_EVIDENCE_BODY, message->text, MAX_TEXT);
}

/* Open addressing: more than twice as many slots as there can be pieces. */
#define N_SLOTS 8192
G_STATIC_ASSERT (N_SLOTS > 2 * HEARTH_EVIDENCE_MAX);

typedef struct {
  GArray *hashes;
  guint32 slots[N_SLOTS]; /* 0 is free */
} Collector;

static void
collect_cb (guint32 hash, HearthEvidenceKind kind, const char *text, gsize length,
            gpointer user_data)
{
  Collector *collector = user_data;
  guint32 mark = MAX (hash, 1);
  guint slot = hash % N_SLOTS;

  while (collector->slots[slot] != 0 && collector->slots[slot] != mark)
    slot = (slot + 1) % N_SLOTS;
  if (collector->slots[slot] == mark)
    return;
  collector->slots[slot] = mark;
  g_array_append_val (collector->hashes, hash);
}

/**
 * hearth_evidence_collect:
 * @message: a message with its text
 * @features: what hearth_features_extract() saw in it
 *
 * Returns: (transfer full) (element-type guint32): the numbers of the evidence, each once
 */
GArray *
hearth_evidence_collect (const HearthMessage *message, const HearthFeatures *features)
{
  Collector collector = { .hashes = g_array_sized_new (FALSE, FALSE, sizeof (guint32), 1024) };

  hearth_evidence_foreach (message, features, HEARTH_EVIDENCE_MAX, collect_cb, &collector);
  return collector.hashes;
}
