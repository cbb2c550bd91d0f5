/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-message-warnings.h"

#include "hearth-sender-check.h"

#include <glib/gi18n.h>

static const struct {
  HearthMessageMarks mark;
  const char *text;
} known[] = {
  { HEARTH_MARK_AUTH_FAILED,
    N_("The sender could not be verified: this may not come from who it says.") },
  { HEARTH_MARK_LINK_MISMATCH,
    N_("A link in this message names one place and leads to another.") },
  { HEARTH_MARK_HIDDEN_TEXT, N_("Text that a reader would not see was left out.") },
  { HEARTH_MARK_ENCRYPTED, N_("This message is encrypted. Hearth has no key to read it: open it "
                               "with a program that has.") },
  { HEARTH_MARK_TRUNCATED, N_("This message is damaged or very large: not all of it is shown.") },
  { HEARTH_MARK_NO_DATE,
    N_("The message has no usable date: the one shown is that of its file.") },
};

/**
 * hearth_message_warnings_list:
 * @message: a message
 *
 * Lists what its reader has to know of it, on the screen and on paper.
 *
 * Returns: (transfer full) (element-type utf8): sentences, perhaps none
 */
GPtrArray *
hearth_message_warnings_list (const HearthMessage *message)
{
  GPtrArray *warnings = g_ptr_array_new_with_free_func (g_free);
  char *sender = message->from != NULL ? hearth_sender_check (message->from) : NULL;

  if (sender != NULL)
    g_ptr_array_add (warnings, sender);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    if (message->marks & known[i].mark)
      g_ptr_array_add (warnings, g_strdup (_ (known[i].text)));
  }
  if ((message->marks & HEARTH_MARK_REPLY_TO_DIFFERS) && message->reply_to != NULL)
    g_ptr_array_add (warnings, g_strdup_printf (_("An answer would go to somebody else: %s"),
                                                message->reply_to->address));
  return warnings;
}
