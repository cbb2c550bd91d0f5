/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-types.h"

#include <string.h>

/**
 * hearth_imap_mailbox_free:
 * @self: (transfer full) (nullable): a mailbox
 */
void
hearth_imap_mailbox_free (HearthImapMailbox *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->wire);
  g_free (self->mailbox_id);
  g_free (self);
}

/**
 * hearth_imap_section_dup_bytes:
 * @self: a piece of a message that is there
 *
 * Returns: (transfer full): its bytes, to keep; not copied where they are kept on their own
 */
GBytes *
hearth_imap_section_dup_bytes (const HearthImapSection *self)
{
  if (self->bytes != NULL)
    return g_bytes_ref (self->bytes);
  return g_bytes_new (self->data, self->data != NULL ? self->size : 0);
}

/**
 * hearth_imap_copied_clear:
 * @self: where messages went
 *
 * Frees what it holds, and not itself.
 */
void
hearth_imap_copied_clear (HearthImapCopied *self)
{
  g_clear_pointer (&self->pairs, g_array_unref);
}

static gboolean
is_attached (const HearthImapPart *part)
{
  return g_strcmp0 (part->disposition, "attachment") == 0;
}

/**
 * hearth_imap_message_choose_text:
 * @self: a message with its structure
 * @text: (out caller-allocates): which of its parts are its text, pointing into it
 *
 * The first text that is not attached is the text; pictures that a page shows and signatures are
 * no attachments.
 */
void
hearth_imap_message_choose_text (const HearthImapMessage *self, HearthImapText *text)
{
  memset (text, 0, sizeof *text);
  for (guint i = 0; i < self->n_parts; i++) {
    const HearthImapPart *part = &self->parts[i];
    gboolean attached = is_attached (part);

    if (!attached && text->plain == NULL && g_str_equal (part->type, "text/plain"))
      text->plain = part;
    else if (!attached && text->html == NULL && g_str_equal (part->type, "text/html"))
      text->html = part;
    else if (text->calendar == NULL && g_str_equal (part->type, "text/calendar"))
      text->calendar = part;
    else if (attached)
      text->attachments++;
    else if (g_str_has_prefix (part->type, "text/") && part->file_name == NULL)
      continue;
    else if (g_str_has_prefix (part->type, "application/pgp-") ||
             g_str_has_suffix (part->type, "pkcs7-signature"))
      continue;
    else if (part->content_id == NULL || !g_str_equal (part->parent, "related"))
      text->attachments++;
  }
}
