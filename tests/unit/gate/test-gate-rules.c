/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate-rules.h"
#include "hearth-gate.h"

#include <string.h>

/* The table of what a service may have done, row by row: what each row lets through, and what each
 * of its columns keeps out. The expectations are written down here and not read from the table. */

#define OWNER HEARTH_INTEGRITY_OWNER
#define KNOWN HEARTH_INTEGRITY_KNOWN
#define EXTERNAL HEARTH_INTEGRITY_EXTERNAL
#define DONE HEARTH_RULING_AT_ONCE
#define CARD HEARTH_RULING_CARD

typedef struct {
  HearthVerb verb;
  gboolean guests;
  HearthRuling clean;    /* the owner's words and what is known */
  HearthRuling external; /* others' words came in */
  gboolean recipients;   /* an unknown recipient is refused */
  gboolean sender;       /* an unknown sender is refused */
  gboolean targets;      /* what others' words led to is refused */
  gboolean text;         /* others' links and codes are refused */
} Row;

/* clang-format off */
static const Row rows[] = {
  /* verb                    guests  clean external recip. sender targets text */
  { HEARTH_VERB_REPLY,        FALSE, CARD, CARD,    TRUE,  TRUE,  TRUE,   TRUE },
  { HEARTH_VERB_SEND,         FALSE, CARD, CARD,    TRUE,  FALSE, FALSE,  TRUE },
  { HEARTH_VERB_DRAFT,        FALSE, DONE, DONE,    TRUE,  TRUE,  TRUE,   FALSE },
  { HEARTH_VERB_CREATE_EVENT, FALSE, DONE, CARD,    FALSE, FALSE, FALSE,  FALSE },
  { HEARTH_VERB_CREATE_EVENT, TRUE,  CARD, CARD,    TRUE,  FALSE, FALSE,  TRUE },
  { HEARTH_VERB_MOVE_EVENT,   FALSE, DONE, CARD,    FALSE, FALSE, TRUE,   FALSE },
  { HEARTH_VERB_MOVE_EVENT,   TRUE,  CARD, CARD,    TRUE,  FALSE, TRUE,   FALSE },
  { HEARTH_VERB_CANCEL_EVENT, FALSE, DONE, CARD,    FALSE, FALSE, TRUE,   FALSE },
  { HEARTH_VERB_CANCEL_EVENT, TRUE,  CARD, CARD,    TRUE,  FALSE, TRUE,   FALSE },
  { HEARTH_VERB_INVITE,       TRUE,  CARD, CARD,    TRUE,  FALSE, TRUE,   TRUE },
  { HEARTH_VERB_RESPOND,      TRUE,  CARD, CARD,    TRUE,  FALSE, TRUE,   FALSE },
  { HEARTH_VERB_ARCHIVE,      FALSE, DONE, CARD,    FALSE, FALSE, TRUE,   FALSE },
  { HEARTH_VERB_TRASH,        FALSE, CARD, CARD,    FALSE, FALSE, TRUE,   FALSE },
  { HEARTH_VERB_FLAG,         FALSE, DONE, CARD,    FALSE, FALSE, TRUE,   FALSE },
  { HEARTH_VERB_REMIND,       FALSE, DONE, CARD,    FALSE, FALSE, FALSE,  FALSE },
  { HEARTH_VERB_REMEMBER,     FALSE, DONE, CARD,    FALSE, FALSE, FALSE,  FALSE },
};
/* clang-format on */

static HearthCase
make_case (const Row *row)
{
  HearthCase input = { .verb = row->verb,
                       .with_guests = row->guests,
                       .n_planned = 1,
                       .n = 1,
                       .context = OWNER,
                       .recipients = KNOWN,
                       .sender_is_known = TRUE,
                       .targets = OWNER,
                       .text = OWNER };

  return input;
}

static void
expect (const Row *row, const HearthCase *input, HearthRuling ruling, HearthRefusal refusal,
        const char *column)
{
  HearthRefusal why;
  HearthRuling got = hearth_gate_rule (input, &why);

  if (got != ruling || why != refusal)
    g_error ("%s%s, %s: ruling %d for %d, refusal %d for %d", hearth_verb_to_string (row->verb),
             row->guests ? " with guests" : "", column, got, ruling, why, refusal);
}

static void
test_lets_through (void)
{
  static const HearthIntegrity clean[] = { OWNER, KNOWN };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    HearthCase input = make_case (&rows[i]);

    for (guint k = 0; k < G_N_ELEMENTS (clean); k++) {
      input.context = clean[k];
      input.recipients = clean[k];
      input.targets = clean[k];
      expect (&rows[i], &input, rows[i].clean, HEARTH_REFUSAL_NONE, "clean");
    }
    input.context = EXTERNAL;
    expect (&rows[i], &input, rows[i].external, HEARTH_REFUSAL_NONE, "external");
  }
}

static void
expect_column (const Row *row, const HearthCase *input, gboolean refused, HearthRefusal why,
               const char *column)
{
  if (refused)
    expect (row, input, HEARTH_RULING_REFUSED, why, column);
  else
    expect (row, input, input->context == EXTERNAL ? row->external : row->clean,
            HEARTH_REFUSAL_NONE, column);
}

static void
test_keeps_out (void)
{
  static const HearthIntegrity contexts[] = { OWNER, KNOWN, EXTERNAL };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Row *row = &rows[i];

    for (guint k = 0; k < G_N_ELEMENTS (contexts); k++) {
      HearthCase input = make_case (row);

      input.context = contexts[k];
      input.recipients = EXTERNAL;
      expect_column (row, &input, row->recipients, HEARTH_REFUSAL_RECIPIENT, "recipients");
      input = make_case (row);
      input.context = contexts[k];
      input.sender_is_known = FALSE;
      expect_column (row, &input, row->sender, HEARTH_REFUSAL_STRANGER, "sender");
      input = make_case (row);
      input.context = contexts[k];
      input.targets = EXTERNAL;
      expect_column (row, &input, row->targets, HEARTH_REFUSAL_TARGET, "targets");
      input = make_case (row);
      input.context = contexts[k];
      input.text = EXTERNAL;
      expect_column (row, &input, row->text, HEARTH_REFUSAL_TEXT, "text");
    }
  }
}

/* Whatever else is as it should be: what is not planned is not done, nor more of it. */
static void
test_plan (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    HearthCase input = make_case (&rows[i]);

    input.n_planned = 0;
    expect (&rows[i], &input, HEARTH_RULING_REFUSED, HEARTH_REFUSAL_NOT_PLANNED, "no plan");
    input.n_planned = 2;
    input.n_used = 1;
    expect (&rows[i], &input, rows[i].clean, HEARTH_REFUSAL_NONE, "second of two");
    input.n_used = 2;
    expect (&rows[i], &input, HEARTH_RULING_REFUSED, HEARTH_REFUSAL_COUNT, "third of two");
    input.n_used = G_MAXUINT;
    expect (&rows[i], &input, HEARTH_RULING_REFUSED, HEARTH_REFUSAL_COUNT, "overflow");
    input.n_used = 0;
    input.n = 3;
    expect (&rows[i], &input, HEARTH_RULING_REFUSED, HEARTH_REFUSAL_COUNT, "three at once of two");
    input.n = 0;
    expect (&rows[i], &input, HEARTH_RULING_REFUSED, HEARTH_REFUSAL_COUNT, "none");
  }
}

static void
test_cards (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    HearthCase input = make_case (&rows[i]);

    input.context = EXTERNAL;
    input.n_cards = HEARTH_GATE_MAX_CARDS - 1;
    expect (&rows[i], &input, rows[i].external, HEARTH_REFUSAL_NONE, "third card");
    input.n_cards = HEARTH_GATE_MAX_CARDS;
    if (rows[i].external == CARD)
      expect (&rows[i], &input, HEARTH_RULING_REFUSED, HEARTH_REFUSAL_CARDS, "fourth card");
    else
      expect (&rows[i], &input, DONE, HEARTH_REFUSAL_NONE, "needs no card");
  }
}

static void
test_trash (void)
{
  const Row row = { .verb = HEARTH_VERB_TRASH };
  HearthCase input = make_case (&row);

  input.n_planned = 100;
  input.n = 20;
  expect (&row, &input, CARD, HEARTH_REFUSAL_NONE, "twenty");
  input.n = 21;
  expect (&row, &input, HEARTH_RULING_REFUSED, HEARTH_REFUSAL_TOO_MANY, "twenty-one");
  input.n = 1;
  input.n_trashed = input.n_used = 20;
  expect (&row, &input, HEARTH_RULING_REFUSED, HEARTH_REFUSAL_TOO_MANY, "one more");
  input.n_trashed = input.n_used = 19;
  expect (&row, &input, CARD, HEARTH_REFUSAL_NONE, "the twentieth");
}

/* Each refusal is a sentence with what it is about. */
static void
test_sentences (void)
{
  for (guint why = HEARTH_REFUSAL_NOT_PLANNED; why <= HEARTH_REFUSAL_CARDS; why++) {
    for (guint i = 0; i < HEARTH_N_VERBS; i++) {
      g_autofree char *sentence =
          hearth_refusal_dup_sentence ((HearthRefusal) why, (HearthVerb) i, "eve@evil.example");

      g_assert_true (g_str_has_suffix (sentence, "."));
      g_assert_cmpint (strstr (sentence, "eve@evil.example") != NULL, ==,
                       why >= HEARTH_REFUSAL_RECIPIENT && why <= HEARTH_REFUSAL_TEXT);
    }
  }
}

/* Every verb stands in the rows above. */
static void
test_complete (void)
{
  for (guint verb = 0; verb < HEARTH_N_VERBS; verb++) {
    gboolean met = FALSE;

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
      met = met || rows[i].verb == verb;
    g_assert_true (met);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gate-rules/complete", test_complete);
  g_test_add_func ("/gate-rules/lets-through", test_lets_through);
  g_test_add_func ("/gate-rules/keeps-out", test_keeps_out);
  g_test_add_func ("/gate-rules/plan", test_plan);
  g_test_add_func ("/gate-rules/cards", test_cards);
  g_test_add_func ("/gate-rules/trash", test_trash);
  g_test_add_func ("/gate-rules/sentences", test_sentences);
  return g_test_run ();
}
