/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-outbox-item.h"

#include "hearth-draft.h"
#include "hearth-format.h"

#include <glib/gi18n.h>

static const char *const state_names[] = { "waiting", "sending", "unknown",
                                           "sent",    "done",    "refused" };

G_DEFINE_BOXED_TYPE (HearthOutboxItem, hearth_outbox_item, hearth_outbox_item_copy,
                     hearth_outbox_item_free)

/**
 * hearth_outbox_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its name in JSON
 */
const char *
hearth_outbox_state_to_string (HearthOutboxState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (state_names), "");
  return state_names[state];
}

/**
 * hearth_outbox_state_from_string:
 * @name: a name
 * @state: (out): the state
 *
 * Returns: whether there is such a state
 */
gboolean
hearth_outbox_state_from_string (const char *name, HearthOutboxState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++) {
    if (g_strcmp0 (name, state_names[i]) == 0) {
      *state = (HearthOutboxState) i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_outbox_item_copy:
 * @self: an item
 *
 * Returns: (transfer full): the same
 */
HearthOutboxItem *
hearth_outbox_item_copy (const HearthOutboxItem *self)
{
  HearthOutboxItem *copy = g_new0 (HearthOutboxItem, 1);

  *copy = *self;
  copy->message_id = g_strdup (self->message_id);
  copy->sender = g_strdup (self->sender);
  copy->recipients = g_strdup (self->recipients);
  copy->subject = g_strdup (self->subject);
  copy->problem = g_strdup (self->problem);
  return copy;
}

/**
 * hearth_outbox_item_free:
 * @self: (transfer full) (nullable): an item
 */
void
hearth_outbox_item_free (HearthOutboxItem *self)
{
  if (self == NULL)
    return;
  g_free (self->message_id);
  g_free (self->sender);
  g_free (self->recipients);
  g_free (self->subject);
  g_free (self->problem);
  g_free (self);
}

static void
take_all (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++) {
    const HearthAddress *each = g_ptr_array_index (from, i);

    if (!hearth_recipients_contain (to, each->address))
      g_ptr_array_add (to, hearth_address_copy (each));
  }
}

/**
 * hearth_outbox_item_dup_recipients:
 * @self: an item
 *
 * Returns: (transfer full) (element-type HearthAddress): everybody it goes to, each once
 */
GPtrArray *
hearth_outbox_item_dup_recipients (const HearthOutboxItem *self)
{
  g_autoptr (HearthDraft) draft = hearth_draft_new (HEARTH_DRAFT_NEW);
  GPtrArray *all = hearth_recipients_new ();

  hearth_draft_set_recipients (draft, self->recipients);
  take_all (all, draft->to);
  take_all (all, draft->cc);
  take_all (all, draft->bcc);
  return all;
}

/**
 * hearth_outbox_item_dup_sentence:
 * @self: an item
 * @now: seconds since 1970 UTC
 *
 * Returns: (transfer full): where it stands, for a person to read
 */
char *
hearth_outbox_item_dup_sentence (const HearthOutboxItem *self, gint64 now)
{
  switch (self->state) {
  case HEARTH_OUTBOX_WAITING:
    if (self->problem != NULL && self->not_before > now) {
      g_autofree char *time = hearth_format_time (self->not_before);

      /* Translators: what went wrong, a sentence; the time of the next attempt */
      return g_strdup_printf (_("%s It is tried again at %s."), self->problem, time);
    }
    return g_strdup (self->attempts > 0 ? _("It is tried again now.")
                                        : _("It goes in a moment."));
  case HEARTH_OUTBOX_SENDING:
    return g_strdup (_("It is being handed to the server."));
  case HEARTH_OUTBOX_SENT:
    if (self->problem != NULL)
      return g_strdup_printf (_("It was sent. The copy for the Sent mailbox is still missing: %s"),
                              self->problem);
    return g_strdup (_("It was sent; its copy is being put into the Sent mailbox."));
  case HEARTH_OUTBOX_DONE:
    return g_strdup (_("It was sent."));
  case HEARTH_OUTBOX_UNKNOWN:
  case HEARTH_OUTBOX_REFUSED:
  default:
    return g_strdup (self->problem != NULL ? self->problem : "");
  }
}
