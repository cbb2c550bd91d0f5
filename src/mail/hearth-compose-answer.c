/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-compose.h"

#include "hearth-clock.h"
#include "hearth-mime-headers.h"
#include "hearth-mime-tree.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <gmime/gmime.h>
#include <string.h>

/* How an answer begins: who gets it, and what of the message stands in it. */

#define MAX_VALUE (96 * 1024)

/* Bytes of a text that are quoted; a longer one is a log, and nobody reads it again. */
#define MAX_QUOTED (128 * 1024)

/* What the store does not keep of the message. */
typedef struct {
  GPtrArray *reply_to;    /* (owned) (element-type HearthAddress) */
  GPtrArray *followup_to; /* (owned) (element-type HearthAddress) Mail-Followup-To */
  char *list_post;        /* (owned) (nullable) the address of the list */
} Extra;

static void
extra_clear (Extra *self)
{
  g_ptr_array_unref (self->reply_to);
  g_ptr_array_unref (self->followup_to);
  g_free (self->list_post);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Extra, extra_clear)

static void
take_list (GPtrArray *to, InternetAddressList *list, guint depth)
{
  int n = internet_address_list_length (list);

  for (int i = 0; i < n && to->len < HEARTH_MIME_MAX_ADDRESSES; i++) {
    InternetAddress *each = internet_address_list_get_address (list, i);

    if (INTERNET_ADDRESS_IS_MAILBOX (each)) {
      const char *raw = internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (each));
      g_autofree char *address = raw != NULL ? hearth_addr_spec_normalize (raw, NULL) : NULL;
      g_autofree char *name =
          address != NULL ? hearth_mime_clean_name (internet_address_get_name (each), address)
                          : NULL;

      if (address != NULL && !hearth_recipients_contain (to, address))
        g_ptr_array_add (to, hearth_address_new (name, address));
    } else if (INTERNET_ADDRESS_IS_GROUP (each) && depth < 4) {
      InternetAddressList *members =
          internet_address_group_get_members (INTERNET_ADDRESS_GROUP (each));

      if (members != NULL)
        take_list (to, members, depth + 1);
    }
  }
}

static void
read_list (GPtrArray *to, const HearthMimePart *part, const char *header)
{
  g_autofree char *value = hearth_mime_part_dup_header (part, header, MAX_VALUE);
  InternetAddressList *list = value != NULL ? internet_address_list_parse (NULL, value) : NULL;

  if (list == NULL)
    return;
  take_list (to, list, 0);
  g_object_unref (list);
}

/* List-Post: <mailto:list@example.org>, or NO; RFC 2369, section 3.4. */
static char *
read_list_post (const HearthMimePart *part)
{
  g_autofree char *value = hearth_mime_part_dup_header (part, "List-Post", 2048);
  const char *found = value != NULL ? strstr (value, "<mailto:") : NULL;
  g_autofree char *target = NULL;
  g_autofree char *decoded = NULL;

  if (found == NULL)
    return NULL;
  found += strlen ("<mailto:");
  target = g_strndup (found, strcspn (found, "?>"));
  decoded = g_uri_unescape_string (target, NULL);
  return decoded != NULL ? hearth_addr_spec_normalize (decoded, NULL) : NULL;
}

static void
extra_init (Extra *self, const HearthAnswerInput *input)
{
  g_autoptr (HearthMimeTree) tree = NULL;
  HearthMimeInput bytes = { .fd = -1 };
  gsize size = 0;

  self->reply_to = hearth_recipients_new ();
  self->followup_to = hearth_recipients_new ();
  self->list_post = NULL;
  if (input->raw != NULL) {
    bytes.data = g_bytes_get_data (input->raw, &size);
    bytes.size = MIN ((goffset) size, HEARTH_MIME_MAX_RAW);
    tree = hearth_mime_tree_new (&bytes, NULL);
  }
  if (tree != NULL) {
    const HearthMimePart *top = hearth_mime_tree_get (tree, 0);

    read_list (self->reply_to, top, "Reply-To");
    read_list (self->followup_to, top, "Mail-Followup-To");
    self->list_post = read_list_post (top);
  } else if (input->message->reply_to != NULL) {
    g_autofree char *address = hearth_addr_spec_normalize (input->message->reply_to->address, NULL);

    if (address != NULL)
      g_ptr_array_add (self->reply_to, hearth_address_copy (input->message->reply_to));
  }
}

/* Whether an address is the owner's; "nora+news@…" is where "nora@…" is, RFC 5233. */
static gboolean
is_own (const HearthAnswerInput *input, const char *address)
{
  const char *at = strrchr (address, '@');
  const char *plus = strchr (address, '+');
  g_autofree char *plain = NULL;

  if (at == NULL)
    return FALSE;
  if (plus != NULL && plus < at && plus > address)
    plain = g_strdup_printf ("%.*s%s", (int) (plus - address), address, at);
  for (guint i = 0; i < input->own_addresses->len; i++) {
    const char *own = g_ptr_array_index (input->own_addresses, i);

    if (hearth_addr_spec_equal (own, address) ||
        (plain != NULL && hearth_addr_spec_equal (own, plain)))
      return TRUE;
  }
  return FALSE;
}

static void
add (GPtrArray *to, const HearthAddress *address)
{
  g_autofree char *normal = hearth_addr_spec_normalize (address->address, NULL);

  if (normal != NULL && !hearth_recipients_contain (to, normal))
    g_ptr_array_add (to, hearth_address_new (address->name, normal));
}

static void
add_all (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    add (to, g_ptr_array_index (from, i));
}

/* Adds those who are neither the owner nor in another list already. */
static void
add_others (const HearthAnswerInput *input, GPtrArray *to, GPtrArray *from, GPtrArray *present)
{
  for (guint i = 0; i < from->len; i++) {
    const HearthAddress *each = g_ptr_array_index (from, i);

    if (each->address[0] != '\0' && !is_own (input, each->address) &&
        (present == NULL || !hearth_recipients_contain (present, each->address)))
      add (to, each);
  }
}

/* Where an answer to the sender alone goes: to Reply-To, RFC 5322, section 3.6.2; but not to the
 * list that has put itself there, since who answers one person means that person. */
static void
add_sender (GPtrArray *to, const HearthAnswerInput *input, const Extra *extra)
{
  const HearthMessage *message = input->message;
  gboolean is_list = extra->list_post != NULL && extra->reply_to->len > 0 &&
                     hearth_recipients_contain (extra->reply_to, extra->list_post);

  if (extra->reply_to->len > 0 && !is_list)
    add_all (to, extra->reply_to);
  else if (message->from != NULL)
    add (to, message->from);
}

static void
address_to_all (HearthDraft *draft, const HearthAnswerInput *input, const Extra *extra)
{
  const HearthMessage *message = input->message;

  /* Who asks to be answered in a certain way is. */
  if (extra->followup_to->len > 0) {
    add_others (input, draft->to, extra->followup_to, NULL);
    if (draft->to->len > 0)
      return;
  }
  add_sender (draft->to, input, extra);
  if (extra->list_post != NULL && !hearth_recipients_contain (draft->to, extra->list_post) &&
      !hearth_recipients_contain (message->to, extra->list_post) &&
      !hearth_recipients_contain (message->cc, extra->list_post)) {
    g_autoptr (HearthAddress) list = hearth_address_new ("", extra->list_post);

    add (draft->cc, list);
  }
  add_others (input, draft->cc, message->to, draft->to);
  add_others (input, draft->cc, message->cc, draft->to);
}

static void
address_answer (HearthDraft *draft, const HearthAnswerInput *input, const Extra *extra)
{
  const HearthMessage *message = input->message;

  /* To answer a mail of one's own is to go on with those it went to. */
  if (message->from != NULL && is_own (input, message->from->address)) {
    add_others (input, draft->to, message->to, NULL);
    if (draft->kind == HEARTH_DRAFT_REPLY_ALL)
      add_others (input, draft->cc, message->cc, draft->to);
    if (draft->to->len > 0)
      return;
    g_ptr_array_set_size (draft->cc, 0);
  }
  if (draft->kind == HEARTH_DRAFT_REPLY_ALL)
    address_to_all (draft, input, extra);
  else
    add_sender (draft->to, input, extra);
}

static char *
format_when (gint64 when)
{
  g_autoptr (GDateTime) date = hearth_clock_dup_at (when);
  /* Translators: the date of a mail that is answered, as in g_date_time_format() */
  char *text = date != NULL ? g_date_time_format (date, _("%-e %B %Y at %H:%M")) : NULL;

  return text != NULL ? text : g_strdup ("");
}

/* The text as it is quoted: without signature, without a foot of blank lines, bounded. */
static char *
dup_quotable (const HearthMessage *message)
{
  const char *text = message->text != NULL ? message->text : "";
  const char *signature = g_str_has_prefix (text, "-- \n") ? text : strstr (text, "\n-- \n");
  gsize size = signature != NULL ? (gsize) (signature - text) : strlen (text);

  size = MIN (size, MAX_QUOTED);
  while (size > 0 && ((guchar) text[size] & 0xc0) == 0x80)
    size--;
  return g_strchomp (g_strndup (text, size));
}

static void
append_quote (GString *out, const HearthMessage *message)
{
  g_autofree char *text = dup_quotable (message);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *when = format_when (message->date);

  /* Translators: above what is quoted in an answer: the date, the sender */
  g_string_append_printf (out, _("On %s, %s wrote:"), when,
                          message->from != NULL ? hearth_address_get_label (message->from) : "");
  g_string_append_c (out, '\n');
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (
        out, lines[i][0] == '\0' ? ">%s\n" : (lines[i][0] == '>' ? ">%s\n" : "> %s\n"), lines[i]);
}

static void
append_header (GString *out, const char *label, const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (out, "%s %s\n", label, value);
}

static void
append_forwarded (GString *out, const HearthMessage *message)
{
  g_autofree char *when = format_when (message->date);
  g_autofree char *to = hearth_recipients_to_text (message->to);
  g_autofree char *cc = hearth_recipients_to_text (message->cc);
  g_autoptr (GPtrArray) from = hearth_recipients_new ();
  g_autofree char *from_text = NULL;

  if (message->from != NULL)
    g_ptr_array_add (from, hearth_address_copy (message->from));
  from_text = hearth_recipients_to_text (from);
  g_string_append_printf (out, "---------- %s ----------\n", _("Forwarded message"));
  append_header (out, _("From:"), from_text);
  append_header (out, _("Date:"), when);
  append_header (out, _("Subject:"), message->subject);
  append_header (out, _("To:"), to);
  append_header (out, _("Cc:"), cc);
  g_string_append_c (out, '\n');
  g_string_append (out, message->text != NULL ? message->text : "");
  if (out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
}

static void
append_signature (GString *out, const HearthAccount *account)
{
  g_autofree char *signature = g_strstrip (g_strdup (account->signature));

  if (*signature != '\0')
    g_string_append_printf (out, "\n-- \n%s\n", signature);
}

/**
 * hearth_compose_answer:
 * @input: what it is begun from
 *
 * Begins an answer or a forward: recipients, subject, and a text with what is quoted, with room for
 * the owner's words on top. Reply-To, Mail-Followup-To and List-Post are heeded; an answer to all
 * leaves the owner's own addresses out.
 *
 * Returns: (transfer full): a draft without attachments
 */
HearthDraft *
hearth_compose_answer (const HearthAnswerInput *input)
{
  const HearthMessage *message = input->message;
  HearthDraft *draft = hearth_draft_new (input->kind);
  g_autofree char *base = hearth_text_base_subject (message->subject, NULL);
  g_autofree char *subject = NULL;
  g_autoptr (GString) text = g_string_new ("\n\n");
  g_auto (Extra) extra;

  hearth_mime_init ();
  extra_init (&extra, input);
  draft->source_id = input->account->id;
  draft->message_id = message->id;
  if (hearth_draft_kind_is_reply (input->kind)) {
    address_answer (draft, input, &extra);
    append_quote (text, message);
  } else if (input->kind == HEARTH_DRAFT_FORWARD) {
    append_forwarded (text, message);
  }
  append_signature (text, input->account);
  /* "Re" is Latin and not translated, RFC 5322, section 3.6.5. */
  subject = g_strconcat (hearth_draft_kind_is_reply (input->kind) ? "Re: " : "Fwd: ", base, NULL);
  hearth_draft_set_subject (draft, subject);
  hearth_draft_set_text (draft, text->str);
  return draft;
}

/**
 * hearth_compose_new:
 * @account: the account that it is sent from
 *
 * Returns: (transfer full): an empty draft with the account's signature
 */
HearthDraft *
hearth_compose_new (const HearthAccount *account)
{
  HearthDraft *draft = hearth_draft_new (HEARTH_DRAFT_NEW);
  g_autoptr (GString) text = g_string_new (NULL);

  draft->source_id = account->id;
  if (account->signature[0] != '\0')
    g_string_append_c (text, '\n');
  append_signature (text, account);
  hearth_draft_set_text (draft, text->str);
  return draft;
}
