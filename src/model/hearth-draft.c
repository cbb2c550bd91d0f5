/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-draft.h"

#include "hearth-text.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define MAX_SUBJECT_CHARS 1000

static const char *const kind_names[] = { "new", "reply", "reply-all", "forward",
                                          "forward-attached" };

G_DEFINE_BOXED_TYPE (HearthDraft, hearth_draft, hearth_draft_copy, hearth_draft_free)

/**
 * hearth_draft_kind_to_string:
 * @kind: a kind
 *
 * Returns: (transfer none): its name in the store and over D-Bus
 */
const char *
hearth_draft_kind_to_string (HearthDraftKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kind_names), "");
  return kind_names[kind];
}

/**
 * hearth_draft_kind_from_string:
 * @name: a name
 * @kind: (out): what it names
 *
 * Returns: whether there is such a kind
 */
gboolean
hearth_draft_kind_from_string (const char *name, HearthDraftKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++) {
    if (g_strcmp0 (kind_names[i], name) == 0) {
      *kind = (HearthDraftKind) i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_draft_kind_is_reply:
 * @kind: a kind
 *
 * Returns: whether it answers a message
 */
gboolean
hearth_draft_kind_is_reply (HearthDraftKind kind)
{
  return kind == HEARTH_DRAFT_REPLY || kind == HEARTH_DRAFT_REPLY_ALL;
}

/**
 * hearth_draft_kind_is_forward:
 * @kind: a kind
 *
 * Returns: whether it forwards a message
 */
gboolean
hearth_draft_kind_is_forward (HearthDraftKind kind)
{
  return kind == HEARTH_DRAFT_FORWARD || kind == HEARTH_DRAFT_FORWARD_ATTACHED;
}

/**
 * hearth_draft_new:
 * @kind: what it begins as
 *
 * Returns: (transfer full): an empty draft, to be filled in by its maker
 */
HearthDraft *
hearth_draft_new (HearthDraftKind kind)
{
  HearthDraft *self = g_new0 (HearthDraft, 1);

  self->kind = kind;
  self->to = hearth_recipients_new ();
  self->cc = hearth_recipients_new ();
  self->bcc = hearth_recipients_new ();
  self->subject = g_strdup ("");
  self->text = g_strdup ("");
  self->sender = g_strdup ("");
  self->files = g_new0 (char *, 1);
  return self;
}

/**
 * hearth_draft_copy:
 * @self: a draft
 *
 * Returns: (transfer full): the same
 */
HearthDraft *
hearth_draft_copy (const HearthDraft *self)
{
  HearthDraft *copy = g_new0 (HearthDraft, 1);

  copy->id = self->id;
  copy->source_id = self->source_id;
  copy->kind = self->kind;
  copy->message_id = self->message_id;
  copy->to = hearth_recipients_copy (self->to);
  copy->cc = hearth_recipients_copy (self->cc);
  copy->bcc = hearth_recipients_copy (self->bcc);
  copy->subject = g_strdup (self->subject);
  copy->text = g_strdup (self->text);
  copy->files = g_strdupv (self->files);
  copy->created = self->created;
  copy->changed = self->changed;
  copy->remote_key = g_strdup (self->remote_key);
  copy->sender = g_strdup (self->sender);
  copy->label = self->label;
  return copy;
}

/**
 * hearth_draft_free:
 * @self: (transfer full) (nullable): a draft
 */
void
hearth_draft_free (HearthDraft *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->to);
  g_ptr_array_unref (self->cc);
  g_ptr_array_unref (self->bcc);
  g_free (self->subject);
  g_free (self->text);
  g_strfreev (self->files);
  g_free (self->remote_key);
  g_free (self->sender);
  g_free (self);
}

/**
 * hearth_draft_set_subject:
 * @self: a draft that was not handed on yet
 * @subject: as typed
 *
 * Sets the subject, made one line: no newline of it can begin another header.
 */
void
hearth_draft_set_subject (HearthDraft *self, const char *subject)
{
  g_autofree char *clean = hearth_text_clean (subject, -1);

  g_free (self->subject);
  self->subject = hearth_text_one_line (clean, MAX_SUBJECT_CHARS);
}

/**
 * hearth_draft_set_sender:
 * @self: a draft that was not handed on yet
 * @address: the address of an identity of its account; "" for the account's own
 */
void
hearth_draft_set_sender (HearthDraft *self, const char *address)
{
  g_autofree char *clean = hearth_text_clean (address, -1);

  g_free (self->sender);
  self->sender = hearth_text_one_line (clean, MAX_SUBJECT_CHARS);
}

/**
 * hearth_draft_set_text:
 * @self: a draft that was not handed on yet
 * @text: as typed
 */
void
hearth_draft_set_text (HearthDraft *self, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid) + 1);

  /* Only the newlines change: what the owner types, bidirectional marks too, is theirs. */
  for (const char *p = valid; *p != '\0'; p++) {
    if (*p == '\r') {
      g_string_append_c (out, '\n');
      if (p[1] == '\n')
        p++;
    } else {
      g_string_append_c (out, *p);
    }
  }
  g_free (self->text);
  self->text = g_string_free (out, FALSE);
}

/**
 * hearth_draft_set_files:
 * @self: a draft that was not handed on yet
 * @files: (array zero-terminated=1): paths
 *
 * Sets the attachments. A path with a newline in it cannot be kept and is left out.
 */
void
hearth_draft_set_files (HearthDraft *self, const char *const *files)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; files[i] != NULL; i++) {
    if (*files[i] != '\0' && strchr (files[i], '\n') == NULL)
      g_strv_builder_add (builder, files[i]);
  }
  g_strfreev (self->files);
  self->files = g_strv_builder_end (builder);
}

static void
take_people (GPtrArray **list, GVariantDict *content, const char *key)
{
  const char *text;

  if (!g_variant_dict_lookup (content, key, "&s", &text))
    return;
  g_ptr_array_unref (*list);
  *list = hearth_recipients_from_text (text);
}

/**
 * hearth_draft_take_content:
 * @self: a draft that was not handed on yet
 * @content: `a{sv}`, as SaveDraft of Daemon1 takes it
 *
 * Puts what was written in the place of what the draft says. What @content does not have, or has of
 * another type, stays.
 */
void
hearth_draft_take_content (HearthDraft *self, GVariant *content)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (content);
  g_autofree const char **files = NULL;
  const char *text;

  g_variant_dict_lookup (&fields, "source", "x", &self->source_id);
  take_people (&self->to, &fields, "to");
  take_people (&self->cc, &fields, "cc");
  take_people (&self->bcc, &fields, "bcc");
  if (g_variant_dict_lookup (&fields, "from", "&s", &text))
    hearth_draft_set_sender (self, text);
  if (g_variant_dict_lookup (&fields, "subject", "&s", &text))
    hearth_draft_set_subject (self, text);
  if (g_variant_dict_lookup (&fields, "text", "&s", &text))
    hearth_draft_set_text (self, text);
  if (g_variant_dict_lookup (&fields, "files", "^a&s", &files))
    hearth_draft_set_files (self, files);
}

/* A tab or newline in a field would shift those after it. */
static void
append_field (GString *out, const char *field)
{
  for (const char *p = field; *p != '\0'; p++)
    g_string_append_c (out, *p == '\t' || *p == '\n' ? ' ' : *p);
}

static void
append_recipients (GString *out, char mark, GPtrArray *recipients)
{
  for (guint i = 0; i < recipients->len; i++) {
    const HearthAddress *each = g_ptr_array_index (recipients, i);

    if (out->len > 0)
      g_string_append_c (out, '\n');
    g_string_append_c (out, mark);
    append_field (out, each->name);
    g_string_append_c (out, '\t');
    append_field (out, each->address);
  }
}

/**
 * hearth_draft_dup_recipients:
 * @self: a draft
 *
 * Returns: (transfer full): the store's column: a line each, "+" To, "-" Cc, "!" Bcc, name, tab,
 *   address
 */
char *
hearth_draft_dup_recipients (const HearthDraft *self)
{
  GString *out = g_string_new (NULL);

  append_recipients (out, '+', self->to);
  append_recipients (out, '-', self->cc);
  append_recipients (out, '!', self->bcc);
  return g_string_free (out, FALSE);
}

/**
 * hearth_draft_set_recipients:
 * @self: a draft that was not handed on yet
 * @column: what hearth_draft_dup_recipients() made
 */
void
hearth_draft_set_recipients (HearthDraft *self, const char *column)
{
  g_auto (GStrv) lines = g_strsplit (column, "\n", -1);

  g_ptr_array_set_size (self->to, 0);
  g_ptr_array_set_size (self->cc, 0);
  g_ptr_array_set_size (self->bcc, 0);
  for (guint i = 0; lines[i] != NULL; i++) {
    char *tab = strchr (lines[i], '\t');
    GPtrArray *list = lines[i][0] == '-' ? self->cc : lines[i][0] == '!' ? self->bcc : self->to;

    if (tab == NULL)
      continue;
    *tab = '\0';
    g_ptr_array_add (list, hearth_address_new (lines[i] + 1, tab + 1));
  }
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/**
 * hearth_draft_pack:
 * @self: a draft
 *
 * Returns: (transfer full): all of it as one text, for hearth_draft_unpack()
 */
char *
hearth_draft_pack (const HearthDraft *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *recipients = hearth_draft_dup_recipients (self);
  g_autofree char *files = g_strjoinv ("\n", self->files);

  json_builder_begin_object (builder);
  add_number (builder, "id", self->id);
  add_number (builder, "source", self->source_id);
  add_string (builder, "kind", hearth_draft_kind_to_string (self->kind));
  add_number (builder, "message", self->message_id);
  add_string (builder, "recipients", recipients);
  add_string (builder, "subject", self->subject);
  add_string (builder, "text", self->text);
  add_string (builder, "files", files);
  add_number (builder, "created", self->created);
  add_number (builder, "changed", self->changed);
  if (self->remote_key != NULL)
    add_string (builder, "remote", self->remote_key);
  if (*self->sender != '\0')
    add_string (builder, "from", self->sender);
  if (hearth_label_to_int (self->label) != 0)
    add_number (builder, "label", hearth_label_to_int (self->label));
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/**
 * hearth_draft_unpack:
 * @packed: what hearth_draft_pack() made
 * @error: %HEARTH_MODEL_ERROR_BAD_FORMAT
 *
 * Returns: (transfer full) (nullable): the draft
 */
HearthDraft *
hearth_draft_unpack (const char *packed, GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (packed, NULL);
  g_autoptr (HearthDraft) self = NULL;
  g_auto (GStrv) files = NULL;
  JsonObject *object;
  HearthDraftKind kind;
  const char *remote;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root) ||
      !hearth_draft_kind_from_string (
          json_object_get_string_member_with_default (json_node_get_object (root), "kind", ""),
          &kind)) {
    g_set_error_literal (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_FORMAT,
                         _("The draft of this mail is damaged."));
    return NULL;
  }
  object = json_node_get_object (root);
  self = hearth_draft_new (kind);
  self->id = json_object_get_int_member_with_default (object, "id", 0);
  self->source_id = json_object_get_int_member_with_default (object, "source", 0);
  self->message_id = json_object_get_int_member_with_default (object, "message", 0);
  hearth_draft_set_recipients (self, json_object_get_string_member_with_default (object,
                                                                                 "recipients", ""));
  hearth_draft_set_subject (self,
                            json_object_get_string_member_with_default (object, "subject", ""));
  hearth_draft_set_text (self, json_object_get_string_member_with_default (object, "text", ""));
  files = g_strsplit (json_object_get_string_member_with_default (object, "files", ""), "\n", -1);
  hearth_draft_set_files (self, (const char *const *) files);
  self->created = json_object_get_int_member_with_default (object, "created", 0);
  self->changed = json_object_get_int_member_with_default (object, "changed", 0);
  remote = json_object_get_string_member_with_default (object, "remote", NULL);
  self->remote_key = g_strdup (remote);
  hearth_draft_set_sender (self, json_object_get_string_member_with_default (object, "from", ""));
  self->label =
      hearth_label_from_int (json_object_get_int_member_with_default (object, "label", 0));
  return g_steal_pointer (&self);
}

/* Beginnings of words and phrases, folded as hearth_text_fold() does, that speak of an attachment.
 * In languages that are written without spaces they may stand anywhere. */
static const char *const attachment_words[] = {
  "attach",         "enclosed",      "anhang",     "angehangt", "anbei",    "beigefugt",
  "beigelegt",      "in der anlage", "als anlage", "ci-joint",  "ci joint", "piece jointe",
  "pieces jointes", "adjunto",       "adjunta",    "adjuntos",  "adjuntas", "adjuntamos",
  "allegat",        "in allegato",   "anexo",      "anexado",   "anexei",   "em anexo",
  "bijlage",        "bijgevoegd",    "bifog",      "bilaga",    "vedhæft",  "vedlagt",
  "vedlegg",        "załącznik",     "zalacznik",  "załącza",   "priloh",   "priloz",
  "прикреп",        "вложени",       "во вложен",  "приложен",  "ekte ",    "ektedir",
  "liitteena",      "liitetiedosto", "csatol",     "mellekel",  "συνημμεν", "atasat",
};
static const char *const attachment_marks[] = { "添付", "附件", "附上", "첨부" };

static gboolean
line_mentions (const char *folded)
{
  for (guint i = 0; i < G_N_ELEMENTS (attachment_marks); i++) {
    if (strstr (folded, attachment_marks[i]) != NULL)
      return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (attachment_words); i++) {
    g_autofree char *word = hearth_text_fold (attachment_words[i]);

    for (const char *p = strstr (folded, word); p != NULL; p = strstr (p + 1, word)) {
      if (p == folded || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (p))))
        return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_draft_mentions_attachment:
 * @self: a draft
 *
 * Whether the owner's own words speak of an attachment, in one of the languages of Europe or East
 * Asia; what is quoted, an attribution above it and the signature do not count. If there is none in
 * @files, it was probably forgotten.
 *
 * Returns: whether they do
 */
gboolean
hearth_draft_mentions_attachment (const HearthDraft *self)
{
  g_auto (GStrv) lines = g_strsplit (self->text, "\n", -1);
  gboolean own_subject = self->kind == HEARTH_DRAFT_NEW;

  if (own_subject) {
    g_autofree char *folded = hearth_text_fold (self->subject);

    if (line_mentions (folded))
      return TRUE;
  }
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *folded = NULL;

    if (g_str_equal (lines[i], "-- ") || g_str_has_prefix (lines[i], "---------- "))
      break;
    if (lines[i][0] == '>' || (lines[i + 1] != NULL && lines[i + 1][0] == '>'))
      continue;
    folded = hearth_text_fold (lines[i]);
    if (line_mentions (folded))
      return TRUE;
  }
  return FALSE;
}
