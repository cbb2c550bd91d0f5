/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate-private.h"

#include <string.h>

#include "hearth-facts.h"
#include "hearth-link-scan.h"
#include "hearth-recipients.h"
#include "hearth-store-search.h"
#include "hearth-text.h"

/* What of other people's words may not be passed on: links, addresses of mail, and codes. Whoever
 * gets them could be led somewhere, and a code in the wrong hands opens a door. */

/* Fewer letters are no code. */
#define MIN_CODE 4
#define MAX_CODE 16
#define MAX_CANDIDATES 20
#define MAX_LOOKED_AT 200

static void
refuse (HearthProposal *self, const char *what)
{
  self->input.text = HEARTH_INTEGRITY_EXTERNAL;
  hearth_proposal_set_detail (self, HEARTH_REFUSAL_TEXT, what);
}

static gboolean
may_pass (HearthProposal *self, const HearthLink *link)
{
  g_autofree char *address = NULL;

  if (hearth_owner_words_have_link (self->gate->words, link->text))
    return TRUE;
  if (link->kind != HEARTH_LINK_ADDRESS)
    return FALSE;
  address = hearth_addr_spec_normalize (link->text, NULL);
  return address != NULL && hearth_proposal_find_origin (self, address) != HEARTH_ORIGIN_NONE;
}

/* Letters and digits only: however a code is spaced, it is the same. */
static char *
dup_compact (const char *text)
{
  g_autofree char *folded = hearth_text_fold (text);
  g_autofree char *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_NFKC);
  GString *out = g_string_new (NULL);

  for (const char *at = normal != NULL ? normal : folded; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (g_unichar_isdigit (c))
      g_string_append_c (out, (char) ('0' + g_unichar_digit_value (c)));
    else if (g_unichar_isalnum (c))
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

static gboolean
has_digit (const char *text)
{
  return strpbrk (text, "0123456789") != NULL;
}

/* Whether a mail gives a code that stands in a text. */
static gboolean
gives_code (HearthProposal *self, gint64 id, const char *compact)
{
  g_autoptr (HearthMessage) message =
      hearth_store_messages_get (hearth_gate_get_reader (self->gate), id, NULL);
  g_autoptr (GPtrArray) findings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);
  g_autoptr (GPtrArray) owner = g_ptr_array_new ();

  if (message == NULL)
    return FALSE;
  hearth_facts_find (message, owner, message->date, findings);
  for (guint i = 0; i < findings->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *code = NULL;

    if (finding->kind != HEARTH_FINDING_CODE || finding->value == NULL)
      continue;
    code = dup_compact (finding->value);
    if (strlen (code) < MIN_CODE || strstr (compact, code) == NULL ||
        hearth_owner_words_have_code (self->gate->words, finding->value))
      continue;
    refuse (self, finding->value);
    return TRUE;
  }
  return FALSE;
}

/* The mails of this turn, also where a code was taken apart. */
static gboolean
check_seen (HearthProposal *self, const char *compact)
{
  GHashTableIter iter;
  HearthSeen *seen;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->gate->seen);
  while (g_hash_table_iter_next (&iter, (gpointer *) &seen, NULL) && n++ < MAX_LOOKED_AT) {
    if (seen->kind == HEARTH_SEEN_MESSAGE && gives_code (self, seen->id, compact))
      return TRUE;
  }
  return FALSE;
}

/* A word that looks like a code is looked for in all mail: it may have been read in another turn.
 */
static void
check_word (HearthProposal *self, const char *word, const char *compact)
{
  g_autofree char *query = g_strdup_printf ("\"%s\"", word);
  HearthSearchOptions options = { .limit = 5 };
  g_autoptr (GArray) ids =
      hearth_store_search_ids (hearth_gate_get_reader (self->gate), query, &options, NULL);

  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    if (gives_code (self, g_array_index (ids, gint64, i), compact))
      return;
  }
}

static void
check_words (HearthProposal *self, const char *text, const char *compact)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n\r,;:!?()[]<>\"'*_/", -1);
  guint n = 0;

  for (guint i = 0; words[i] != NULL && n < MAX_CANDIDATES; i++) {
    gsize length = strlen (words[i]);

    while (length > 0 && words[i][length - 1] == '.')
      words[i][--length] = '\0';
    if (length < MIN_CODE || length > MAX_CODE || !has_digit (words[i]) ||
        hearth_owner_words_have_code (self->gate->words, words[i]))
      continue;
    n++;
    check_word (self, words[i], compact);
  }
}

/* Looks through others' words that would leave the computer, whatever the conversation has seen. */
void
hearth_proposal_check_external (HearthProposal *self, const char *text)
{
  g_autoptr (GPtrArray) links = NULL;
  g_autofree char *compact = NULL;

  if (text == NULL)
    return;
  links = hearth_link_scan (text);
  /* Behind so many nobody looks for more, and one more may be any. */
  if (links->len >= HEARTH_LINK_SCAN_MAX)
    refuse (self, ((HearthLink *) links->pdata[links->len - 1])->text);
  for (guint i = 0; i < links->len; i++) {
    if (!may_pass (self, g_ptr_array_index (links, i)))
      refuse (self, ((HearthLink *) links->pdata[i])->text);
  }
  compact = dup_compact (text);
  if (has_digit (compact) && !check_seen (self, compact))
    check_words (self, text, compact);
}

/* Looks through a text that leaves the computer, where others' words came into the conversation. */
void
hearth_proposal_check_text (HearthProposal *self, const char *text)
{
  if (self->gate->context.integrity >= HEARTH_INTEGRITY_EXTERNAL)
    hearth_proposal_check_external (self, text);
}
