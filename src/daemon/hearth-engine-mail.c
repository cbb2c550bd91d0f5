/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-engine-mail.h"

#include "hearth-clock.h"
#include "hearth-findings.h"
#include "hearth-store-drafts.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The commands of writing and sending without a bus. */

#define MAX_TEXT (4 * 1024 * 1024)

/* hearthctl's exit codes. */
enum {
  EXIT_DONE = 0,
  EXIT_FAILED = 1,
  EXIT_NOTHING = 3,
};

static int
fail (const GError *error)
{
  g_printerr ("hearthctl: %s\n", error->message);
  return g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND) ? EXIT_NOTHING
                                                                                   : EXIT_FAILED;
}

/* Waits until a mail has gone, or it is known what is in its way. */
static int
wait_for (HearthEngine *engine, gint64 id)
{
  HearthOutbox *outbox = hearth_engine_get_outbox (engine);
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_start_outbox (engine, &error))
    return fail (error);
  hearth_outbox_look (outbox);
  for (;;) {
    g_autoptr (HearthOutboxItem) item =
        hearth_store_outbox_get (hearth_engine_get_reader (engine), id, &error);
    gint64 now = hearth_clock_now ();

    if (item == NULL)
      return fail (error);
    if (item->state == HEARTH_OUTBOX_DONE)
      return EXIT_DONE;
    if (!hearth_outbox_is_busy (outbox, id) &&
        (item->state == HEARTH_OUTBOX_UNKNOWN || item->state == HEARTH_OUTBOX_REFUSED ||
         (item->problem != NULL && item->not_before > now))) {
      g_autofree char *sentence = hearth_outbox_item_dup_sentence (item, now);

      g_printerr ("hearthctl: %s\n", sentence);
      return item->state == HEARTH_OUTBOX_SENT ? EXIT_DONE : EXIT_FAILED;
    }
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
print_number (gboolean json, const char *name, const char *sentence, gint64 id)
{
  if (json)
    g_print ("{\"%s\":%" G_GINT64_FORMAT "}\n", name, id);
  else
    g_print ("%s\n", sentence);
  fflush (stdout);
}

typedef struct {
  gint64 id;
  GError *error;
  gboolean done;
} Waiting;

static void
composed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->id = hearth_engine_compose_finish (HEARTH_ENGINE (object), result, &waiting->error);
  waiting->done = TRUE;
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->id = hearth_engine_send_finish (HEARTH_ENGINE (object), result, &waiting->error);
  waiting->done = TRUE;
}

/**
 * hearth_engine_mail_send:
 * @engine: an engine
 * @json: whether machines read the output
 * @draft: the number of a draft
 *
 * Sends a draft and waits until it has gone: without a program that stays there is nothing to take
 * it back with.
 *
 * Returns: how to end
 */
int
hearth_engine_mail_send (HearthEngine *engine, gboolean json, const char *draft)
{
  Waiting waiting = { 0 };
  g_autoptr (GError) error = NULL;
  int code;

  hearth_engine_send_async (engine, g_ascii_strtoll (draft, NULL, 10), 0, sent_cb, &waiting);
  while (!waiting.done)
    g_main_context_iteration (NULL, TRUE);
  error = waiting.error;
  if (waiting.id == 0)
    return fail (error);
  code = wait_for (engine, waiting.id);
  print_number (json, "item",
                code == EXIT_DONE ? _("The mail was sent.")
                                  : _("The mail is in the outbox; see hearthctl outbox."),
                waiting.id);
  return code;
}

static char *
read_text (void)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gsize n;

  while (text->len < MAX_TEXT && (n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (text, buffer, (gssize) n);
  return g_string_free (text, FALSE);
}

static void
set_people (GPtrArray **list, const char *text)
{
  if (*text == '\0')
    return;
  g_ptr_array_unref (*list);
  *list = hearth_recipients_from_text (text);
}

/* Has a draft written by another than it was begun for, with the signature of that one. */
static void
take_sender (HearthEngine *engine, HearthDraft *draft, gint64 source_id, const char *address)
{
  g_autoptr (HearthAccount) before = hearth_engine_get_account (engine, draft->source_id, NULL);
  g_autoptr (HearthAccount) after = hearth_engine_get_account (engine, source_id, NULL);
  g_autofree char *text = NULL;

  if (before == NULL || after == NULL)
    return;
  hearth_account_write_as (before, draft->sender);
  hearth_account_write_as (after, address);
  text = hearth_account_swap_signature (before, after, draft->text);
  hearth_draft_set_text (draft, text);
  hearth_draft_set_sender (draft, address);
  draft->source_id = source_id;
}

/* argv: kind, message, source, to, cc, bcc, subject, files (a line each), send, sender. */
static void
fill_draft (HearthEngine *engine, HearthDraft *draft, char **argv)
{
  g_autofree char *typed = read_text ();
  g_autofree char *text = NULL;
  g_auto (GStrv) files = g_strsplit (argv[7], "\n", -1);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  if (strcmp (argv[2], "0") != 0)
    take_sender (engine, draft, g_ascii_strtoll (argv[2], NULL, 10), argv[9]);
  text = g_strconcat (g_strchomp (typed), draft->text, NULL);
  set_people (&draft->to, argv[3]);
  set_people (&draft->cc, argv[4]);
  set_people (&draft->bcc, argv[5]);
  if (*argv[6] != '\0')
    hearth_draft_set_subject (draft, argv[6]);
  hearth_draft_set_text (draft, text);
  for (guint i = 0; draft->files[i] != NULL; i++)
    g_ptr_array_add (all, draft->files[i]);
  for (guint i = 0; files[i] != NULL; i++)
    g_ptr_array_add (all, files[i]);
  g_ptr_array_add (all, NULL);
  hearth_draft_set_files (draft, (const char *const *) all->pdata);
}

/**
 * hearth_engine_mail_draft:
 * @engine: an engine
 * @json: whether machines read the output
 * @argv: kind, message, source, to, cc, bcc, subject, files (a line each), "1" to send it, the
 *   address to write as
 *
 * Writes a draft with the text on the standard input.
 *
 * Returns: how to end
 */
int
hearth_engine_mail_draft (HearthEngine *engine, gboolean json, char **argv)
{
  Waiting composing = { 0 };
  g_autoptr (HearthDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;
  HearthDraftKind kind;

  if (!hearth_draft_kind_from_string (argv[0], &kind))
    return EXIT_FAILED;
  hearth_engine_compose_async (engine, kind, g_ascii_strtoll (argv[1], NULL, 10), composed_cb,
                               &composing);
  while (!composing.done)
    g_main_context_iteration (NULL, TRUE);
  if (composing.id == 0) {
    g_propagate_error (&error, composing.error);
    return fail (error);
  }
  draft = hearth_store_drafts_get (hearth_engine_get_reader (engine), composing.id, &error);
  if (draft == NULL)
    return fail (error);
  fill_draft (engine, draft, argv);
  if (!hearth_engine_save_draft (engine, draft, &error))
    return fail (error);
  if (draft->files[0] == NULL && hearth_draft_mentions_attachment (draft))
    g_printerr ("hearthctl: %s\n", _("the text speaks of an attachment, and there is none."));
  number = g_strdup_printf ("%" G_GINT64_FORMAT, draft->id);
  if (strcmp (argv[8], "1") == 0)
    return hearth_engine_mail_send (engine, json, number);
  {
    g_autofree char *sentence = g_strdup_printf (_("Draft %s saved."), number);

    print_number (json, "draft", sentence, draft->id);
  }
  return EXIT_DONE;
}

/**
 * hearth_engine_mail_outbox:
 * @engine: an engine
 * @json: whether machines read the output
 * @verb: "cancel", "resend" or "discard"
 * @item: the number of a mail in the outbox
 *
 * Returns: how to end
 */
int
hearth_engine_mail_outbox (HearthEngine *engine, gboolean json, const char *verb, const char *item)
{
  gint64 id = g_ascii_strtoll (item, NULL, 10), draft;
  g_autoptr (HearthOutboxItem) found = NULL;
  g_autoptr (GError) error = NULL;

  found = hearth_store_outbox_get (hearth_engine_get_reader (engine), id, &error);
  if (found == NULL)
    return fail (error);
  if (strcmp (verb, "resend") == 0)
    return hearth_engine_resolve_send (engine, id, found->state, TRUE, &error)
               ? wait_for (engine, id)
               : fail (error);
  if (strcmp (verb, "discard") == 0 && found->state == HEARTH_OUTBOX_UNKNOWN)
    return hearth_engine_resolve_send (engine, id, found->state, FALSE, &error)
               ? wait_for (engine, id)
               : fail (error);
  draft = hearth_engine_cancel_send (engine, id, &error);
  if (draft == 0)
    return fail (error);
  if (strcmp (verb, "discard") == 0)
    return hearth_engine_discard_draft (engine, draft, &error) ? EXIT_DONE : fail (error);
  {
    g_autofree char *sentence = g_strdup_printf (_("It is draft %lld again."), (long long) draft);

    print_number (json, "draft", sentence, draft);
  }
  return EXIT_DONE;
}

/**
 * hearth_engine_mail_settle:
 * @engine: an engine
 * @argv: a finding's row, and what the owner says of it: "done", "dismissed" or "open"
 *
 * Returns: the exit code
 */
int
hearth_engine_mail_settle (HearthEngine *engine, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_settle_finding (engine, g_ascii_strtoll (argv[0], NULL, 10), argv[1], &error))
    return fail (error);
  return EXIT_DONE;
}
