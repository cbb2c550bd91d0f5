/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-draft.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-account.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-store-accounts.h"
#include "hearth-store-drafts.h"
#include "hearth-store-outbox.h"

#define MAX_TEXT (4 * 1024 * 1024)

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
print_number (HearthCtl *ctl, const char *name, gint64 id, const char *sentence)
{
  HearthCtlJson json;

  if (!ctl->json) {
    puts (sentence);
    return;
  }
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, name, id);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

/* The daemon has another working folder. */
static char **
dup_absolute (const HearthCtlDraft *draft)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; draft->files != NULL && i < draft->files->len; i++) {
    g_autofree char *path = g_canonicalize_filename (g_ptr_array_index (draft->files, i), NULL);

    g_strv_builder_add (builder, path);
  }
  return g_strv_builder_end (builder);
}

static HearthCtlExit
write_standalone (HearthCtl *ctl, const HearthCtlDraft *draft, const HearthAccount *sender)
{
  g_autofree char *message = g_strdup_printf ("%" G_GINT64_FORMAT, draft->message);
  g_autofree char *source =
      g_strdup_printf ("%" G_GINT64_FORMAT, sender != NULL ? sender->id : (gint64) 0);
  g_auto (GStrv) absolute = dup_absolute (draft);
  g_autofree char *files = g_strjoinv ("\n", absolute);
  const char *const command[] = { "draft",
                                  draft->kind,
                                  message,
                                  source,
                                  draft->to,
                                  draft->cc,
                                  draft->bcc,
                                  draft->subject,
                                  files,
                                  draft->send ? "1" : "0",
                                  sender != NULL ? sender->address : "",
                                  NULL };

  return hearth_ctl_exec_engine (ctl, command);
}

static HearthDraft *
load_draft (HearthCtl *ctl, gint64 id, HearthCtlExit *code)
{
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, code);
  g_autoptr (GError) error = NULL;
  HearthDraft *draft = NULL;

  if (db == NULL)
    return NULL;
  draft = hearth_store_drafts_get (db, id, &error);
  if (draft == NULL)
    *code = hearth_ctl_fail (error);
  return draft;
}

static void
add_text (GVariantDict *content, const char *key, const char *value)
{
  if (*value != '\0')
    g_variant_dict_insert (content, key, "s", value);
}

/* Has a draft written by another than it was begun for, with the signature of that one. */
static void
take_sender (HearthCtl *ctl, HearthDraft *draft, const HearthAccount *sender, GVariantDict *content)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (HearthAccount) before =
      db != NULL ? hearth_store_accounts_get (db, draft->source_id, NULL) : NULL;

  if (before != NULL) {
    g_autofree char *text = NULL;

    hearth_account_write_as (before, draft->sender);
    text = hearth_account_swap_signature (before, sender, draft->text);
    hearth_draft_set_text (draft, text);
  }
  g_variant_dict_insert (content, "source", "x", sender->id);
  g_variant_dict_insert (content, "from", "s", sender->address);
}

/* What is typed stands above what is quoted. */
static GVariant *
make_content (HearthCtl *ctl, const HearthCtlDraft *wanted, const HearthAccount *sender,
              HearthDraft *draft)
{
  GVariantDict content;
  g_autofree char *typed = read_text ();
  g_autofree char *valid = g_utf8_make_valid (typed, -1);
  g_autofree char *text = NULL;
  g_auto (GStrv) absolute = dup_absolute (wanted);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  g_variant_dict_init (&content, NULL);
  if (sender != NULL)
    take_sender (ctl, draft, sender, &content);
  text = g_strconcat (g_strchomp (valid), draft->text, NULL);
  add_text (&content, "to", wanted->to);
  add_text (&content, "cc", wanted->cc);
  add_text (&content, "bcc", wanted->bcc);
  add_text (&content, "subject", wanted->subject);
  g_variant_dict_insert (&content, "text", "s", text);
  for (guint i = 0; draft->files[i] != NULL; i++)
    g_ptr_array_add (files, draft->files[i]);
  for (guint i = 0; absolute[i] != NULL; i++)
    g_ptr_array_add (files, absolute[i]);
  g_variant_dict_insert_value (&content, "files",
                               g_variant_new_strv ((const char *const *) files->pdata,
                                                   (gssize) files->len));
  hearth_draft_set_text (draft, text);
  if (files->len == 0 && hearth_draft_mentions_attachment (draft))
    fprintf (stderr, "hearthctl: %s\n", _("the text speaks of an attachment, and there is none."));
  return g_variant_dict_end (&content);
}

/**
 * hearth_ctl_send_draft:
 * @ctl: what is meant
 * @bus: the session bus
 * @id: a draft
 *
 * Puts a draft into the outbox.
 *
 * Returns: how it ended
 */
HearthCtlExit
hearth_ctl_send_draft (HearthCtl *ctl, GDBusConnection *bus, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      hearth_ctl_call (ctl, bus, "Send", g_variant_new ("(x)", id), "(x)", &error);
  g_autofree char *sentence = NULL;
  gint64 item;

  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  g_variant_get (reply, "(x)", &item);
  sentence = g_strdup_printf (
      _("The mail goes in ten seconds. Until then “hearthctl outbox cancel %lld” takes it back."),
      (long long) item);
  print_number (ctl, "item", item, sentence);
  return HEARTH_CTL_DONE;
}

/**
 * hearth_ctl_write_draft:
 * @ctl: what is meant
 * @draft: what the command line says
 *
 * Writes a draft with the text on the standard input.
 *
 * Returns: how it ended
 */
HearthCtlExit
hearth_ctl_write_draft (HearthCtl *ctl, const HearthCtlDraft *draft)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthAccount) sender = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) composed = NULL;
  g_autoptr (GVariant) saved = NULL;
  g_autoptr (HearthDraft) begun = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  gint64 id;

  if (draft->from != NULL) {
    sender = hearth_ctl_account_find_sender (ctl, draft->from, &code);
    if (sender == NULL)
      return code;
  }
  if (ctl->standalone)
    return write_standalone (ctl, draft, sender);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  composed = hearth_ctl_call (ctl, bus, "Compose",
                              g_variant_new ("(sx)", draft->kind, draft->message), "(x)", &error);
  if (composed == NULL)
    return hearth_ctl_fail_call (error);
  g_variant_get (composed, "(x)", &id);
  begun = load_draft (ctl, id, &code);
  if (begun == NULL)
    return code;
  saved =
      hearth_ctl_call (ctl, bus, "SaveDraft",
                       g_variant_new ("(x@a{sv})", id, make_content (ctl, draft, sender, begun)),
                       "()", &error);
  if (saved == NULL)
    return hearth_ctl_fail_call (error);
  if (draft->send)
    return hearth_ctl_send_draft (ctl, bus, id);
  sentence = g_strdup_printf (_("Draft %lld saved."), (long long) id);
  print_number (ctl, "draft", id, sentence);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
call_resolve (HearthCtl *ctl, GDBusConnection *bus, const HearthOutboxItem *item, gboolean again)
{
  const char *state = hearth_outbox_state_to_string (item->state);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      hearth_ctl_call (ctl, bus, "ResolveSend", g_variant_new ("(xsb)", item->id, state, again),
                       "()", &error);

  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

static HearthCtlExit
call_cancel (HearthCtl *ctl, GDBusConnection *bus, gint64 id, gboolean discard)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      hearth_ctl_call (ctl, bus, "CancelSend", g_variant_new ("(x)", id), "(x)", &error);
  g_autoptr (GVariant) discarded = NULL;
  g_autofree char *sentence = NULL;
  gint64 draft;

  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  g_variant_get (reply, "(x)", &draft);
  if (discard) {
    discarded =
        hearth_ctl_call (ctl, bus, "DiscardDraft", g_variant_new ("(x)", draft), "()", &error);
    return discarded != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
  }
  sentence = g_strdup_printf (_("It is draft %lld again."), (long long) draft);
  print_number (ctl, "draft", draft, sentence);
  return HEARTH_CTL_DONE;
}

/**
 * hearth_ctl_change_outbox:
 * @ctl: what is meant
 * @verb: "cancel", "resend" or "discard"
 * @item: the number of a mail in the outbox
 *
 * Returns: how it ended
 */
HearthCtlExit
hearth_ctl_change_outbox (HearthCtl *ctl, const char *verb, const char *item)
{
  const char *const command[] = { "outbox", verb, item, NULL };
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (HearthOutboxItem) found = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  if (!hearth_ctl_parse_id (item, &id))
    return hearth_ctl_usage (_("“%s” is not the number of a mail; see hearthctl outbox"), item);
  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  found = hearth_store_outbox_get (db, id, &error);
  if (found == NULL)
    return hearth_ctl_fail (error);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  if (strcmp (verb, "resend") == 0)
    return call_resolve (ctl, bus, found, TRUE);
  if (strcmp (verb, "discard") == 0 && found->state == HEARTH_OUTBOX_UNKNOWN)
    return call_resolve (ctl, bus, found, FALSE);
  return call_cancel (ctl, bus, id, strcmp (verb, "discard") == 0);
}
