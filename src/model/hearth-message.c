/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-message.h"

G_DEFINE_BOXED_TYPE (HearthMessage, hearth_message, hearth_message_ref, hearth_message_unref)

/**
 * hearth_address_new:
 * @name: (nullable): a display name
 * @address: (nullable): an addr-spec
 *
 * Returns: (transfer full): an address; what is %NULL becomes ""
 */
HearthAddress *
hearth_address_new (const char *name, const char *address)
{
  HearthAddress *self = g_new0 (HearthAddress, 1);

  self->name = g_strdup (name != NULL ? name : "");
  self->address = g_strdup (address != NULL ? address : "");
  return self;
}

/**
 * hearth_address_copy:
 * @self: (nullable): an address
 *
 * Returns: (transfer full) (nullable): a copy, or %NULL for %NULL
 */
HearthAddress *
hearth_address_copy (const HearthAddress *self)
{
  return self != NULL ? hearth_address_new (self->name, self->address) : NULL;
}

/**
 * hearth_address_free:
 * @self: (nullable) (transfer full): an address
 */
void
hearth_address_free (HearthAddress *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->address);
  g_free (self);
}

/**
 * hearth_address_get_label:
 * @self: (nullable): an address
 *
 * Returns: (transfer none): what to call the person: the name, else the address, else ""
 */
const char *
hearth_address_get_label (const HearthAddress *self)
{
  if (self == NULL)
    return "";
  return self->name[0] != '\0' ? self->name : self->address;
}

/**
 * hearth_attachment_new:
 * @name: a file name
 * @content_type: a MIME type
 * @part: the part's path
 * @size: bytes, or -1
 *
 * Returns: (transfer full): an attachment
 */
HearthAttachment *
hearth_attachment_new (const char *name, const char *content_type, const char *part, gint64 size)
{
  HearthAttachment *self = g_new0 (HearthAttachment, 1);

  self->name = g_strdup (name);
  self->content_type = g_strdup (content_type);
  self->part = g_strdup (part);
  self->size = size;
  return self;
}

/**
 * hearth_attachment_free:
 * @self: (nullable) (transfer full): an attachment
 */
void
hearth_attachment_free (HearthAttachment *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->content_type);
  g_free (self->part);
  g_free (self);
}

/**
 * hearth_message_new:
 *
 * Makes an empty message to be filled in by its maker before it is handed on. The three arrays
 * exist and own their elements; the strings are %NULL until they are set.
 *
 * Returns: (transfer full): a message
 */
HearthMessage *
hearth_message_new (void)
{
  HearthMessage *self = g_atomic_rc_box_new0 (HearthMessage);

  self->to = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_address_free);
  self->cc = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_address_free);
  self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_attachment_free);
  self->priority = -1;
  self->utc_offset = HEARTH_UTC_OFFSET_UNKNOWN;
  return self;
}

/**
 * hearth_message_ref:
 * @self: a message
 *
 * Returns: (transfer full): @self
 */
HearthMessage *
hearth_message_ref (HearthMessage *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
message_clear (gpointer data)
{
  HearthMessage *self = data;

  g_free (self->mailbox);
  g_free (self->key);
  g_free (self->path);
  g_free (self->message_id);
  g_strfreev (self->references);
  hearth_address_free (self->from);
  g_ptr_array_unref (self->to);
  g_ptr_array_unref (self->cc);
  hearth_address_free (self->reply_to);
  g_free (self->subject);
  g_free (self->text);
  g_free (self->preview);
  g_ptr_array_unref (self->attachments);
  g_free (self->list_id);
  g_free (self->calendar);
  g_free (self->reason);
  g_free (self->klass);
  g_free (self->language);
}

/**
 * hearth_message_unref:
 * @self: (transfer full): a message
 */
void
hearth_message_unref (HearthMessage *self)
{
  g_atomic_rc_box_release_full (self, message_clear);
}
