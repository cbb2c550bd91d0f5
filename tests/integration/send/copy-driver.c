/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-engine.h"
#include "hearth-remote-mail.h"
#include "hearth-store-drafts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* copy-driver DATA IMAP-PORT SMTP-PORT: the engine with an account at a real IMAP and a real SMTP
 * server and with a password of the test's in place of the keyring's. Writes a draft, waits for its
 * copy, sends it and waits for the copy in Sent. A word on the standard output at each step; a line
 * on the standard input lets it go on. */

static gboolean over;

static HearthCredentials *
lookup (const HearthAccount *account, gboolean refresh, gpointer user_data,
        GCancellable *cancellable, GError **error)
{
  return hearth_credentials_new (HEARTH_MECHANISM_PASSWORD, "alex", "pw");
}

static gboolean
timeout_cb (gpointer user_data)
{
  over = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
say (const char *word)
{
  char line[16];

  puts (word);
  fflush (stdout);
  g_assert_nonnull (fgets (line, sizeof line, stdin));
}

static HearthAccount *
make_account (const char *imap_port, const char *smtp_port)
{
  HearthAccount *account = hearth_account_new ("alex@example.org");

  g_free (account->imap.host);
  account->imap.host = g_strdup ("127.0.0.1");
  account->imap.port = (guint16) atoi (imap_port);
  account->imap.security = HEARTH_SECURITY_NONE;
  g_free (account->imap.user);
  account->imap.user = g_strdup ("alex");
  g_free (account->smtp.host);
  account->smtp.host = g_strdup ("127.0.0.1");
  account->smtp.port = (guint16) atoi (smtp_port);
  account->smtp.security = HEARTH_SECURITY_NONE;
  g_free (account->smtp.user);
  account->smtp.user = g_strdup ("");
  return account;
}

static void
composed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(gint64 *) user_data = hearth_engine_compose_finish (HEARTH_ENGINE (object), result, &error);
  g_assert_no_error (error);
}

static void
wait_for_copy (HearthEngine *engine, gint64 id, const char *before)
{
  for (;;) {
    g_autoptr (HearthDraft) draft =
        hearth_store_drafts_get (hearth_engine_get_reader (engine), id, NULL);

    g_assert_nonnull (draft);
    if (draft->remote_key != NULL && g_strcmp0 (draft->remote_key, before) != 0)
      return;
    g_assert_false (over);
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
wait_for_state (HearthEngine *engine, gint64 id, HearthOutboxState state, gboolean problem)
{
  for (;;) {
    g_autoptr (HearthOutboxItem) item =
        hearth_store_outbox_get (hearth_engine_get_reader (engine), id, NULL);

    g_assert_nonnull (item);
    if (item->state == state && (item->problem != NULL) == problem)
      return;
    g_assert_false (over);
    g_main_context_iteration (NULL, TRUE);
  }
}

/* The copy that is made twice, as after an answer that was lost, is there once. */
static void
append_again (const HearthAccount *account, GBytes *content, const char *message_id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;

  g_assert_true (hearth_remote_mail_get_imap ()->append_sync (
      account, lookup, NULL, HEARTH_MAILBOX_SENT, content, message_id, &key, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (key);
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(gint64 *) user_data = hearth_engine_send_finish (HEARTH_ENGINE (object), result, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_autoptr (HearthEngine) engine = NULL;
  g_autoptr (HearthAccount) account = NULL;
  g_autoptr (HearthDraft) draft = NULL;
  g_autoptr (HearthOutboxItem) item = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first_key = NULL;
  gint64 id = 0, item_id = 0;

  g_assert_cmpint (argc, ==, 4);
  hearth_engine_set_credentials_func (lookup, NULL);
  engine = hearth_engine_new (argv[1], &error);
  g_assert_no_error (error);
  account = make_account (argv[2], argv[3]);
  account->id = hearth_engine_add_account (engine, account, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_engine_start_outbox (engine, &error));
  g_timeout_add_seconds (90, timeout_cb, NULL);
  g_timeout_add (50, tick_cb, NULL);

  hearth_engine_compose_async (engine, HEARTH_DRAFT_NEW, 0, composed_cb, &id);
  while (id == 0)
    g_main_context_iteration (NULL, TRUE);
  draft = hearth_store_drafts_get (hearth_engine_get_reader (engine), id, &error);
  g_ptr_array_unref (draft->to);
  draft->to = hearth_recipients_from_text ("Ana <ana@silva.example>, half <typed");
  hearth_draft_set_subject (draft, "Draft");
  g_assert_true (hearth_engine_save_draft (engine, draft, &error));
  wait_for_copy (engine, id, NULL);
  say ("copied");

  hearth_draft_free (draft);
  draft = hearth_store_drafts_get (hearth_engine_get_reader (engine), id, &error);
  first_key = g_strdup (draft->remote_key);
  g_ptr_array_unref (draft->to);
  draft->to = hearth_recipients_from_text ("Ana <ana@silva.example>");
  g_ptr_array_unref (draft->bcc);
  draft->bcc = hearth_recipients_from_text ("secret@example.org");
  hearth_draft_set_subject (draft, "Final");
  g_assert_true (hearth_engine_save_draft (engine, draft, &error));
  wait_for_copy (engine, id, first_key);
  say ("copied again");

  hearth_engine_send_async (engine, id, 0, sent_cb, &item_id);
  while (item_id == 0)
    g_main_context_iteration (NULL, TRUE);
  item = hearth_store_outbox_get (hearth_engine_get_reader (engine), item_id, NULL);
  content = hearth_store_outbox_dup_content (hearth_engine_get_reader (engine), item_id, NULL);
  wait_for_state (engine, item_id, HEARTH_OUTBOX_SENT, TRUE);
  say ("sent, without a copy");

  hearth_outbox_retry (hearth_engine_get_outbox (engine), 0);
  wait_for_state (engine, item_id, HEARTH_OUTBOX_DONE, FALSE);
  append_again (account, content, item->message_id);
  puts ("done");
  hearth_engine_stop (engine);
  return 0;
}
