/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-set.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-letter.h"
#include "hearth-ctl-made.h"

/* Letters and books that hearth-letter sets. */

/**
 * hearth_ctl_set_check_letter:
 * @argument: what should be the number of a letter
 * @code: (out): how to end if it is none
 *
 * Returns: whether it is one; if not, it has been said
 */
gboolean
hearth_ctl_set_check_letter (const char *argument, HearthCtlExit *code)
{
  gint64 id;

  if (hearth_ctl_parse_id (argument, &id))
    return TRUE;
  *code = hearth_ctl_usage (_("“%s” is not the number of a letter; see hearthctl letter list"),
                            argument);
  return FALSE;
}

/**
 * hearth_ctl_set_make:
 * @ctl: what is meant
 * @args: (array zero-terminated=1): what hearth-letter shall set
 * @set: (out caller-allocates): what it made
 * @code: (out): how to end if it fails
 *
 * Returns: whether it is made, and @set to be cleared; if not, it has been said why
 */
gboolean
hearth_ctl_set_make (HearthCtl *ctl, const char *const *args, HearthCtlSet *set,
                     HearthCtlExit *code)
{
  g_autoptr (GVariant) reply = NULL;

  *set = (HearthCtlSet){ .file = hearth_ctl_made_new (code) };
  if (set->file < 0)
    return FALSE;
  reply = hearth_ctl_letter_make (ctl, args, set->file, "(ssu)", code);
  if (reply == NULL) {
    hearth_ctl_set_clear (set);
    return FALSE;
  }
  g_variant_get (reply, "(ssu)", &set->missing, &set->absent, &set->n_pages);
  return TRUE;
}

/**
 * hearth_ctl_set_warn:
 * @set: what was made
 *
 * Says what is not as the owner wanted it.
 */
void
hearth_ctl_set_warn (const HearthCtlSet *set)
{
  if (*set->absent != '\0')
    fprintf (stderr, _("hearthctl: there is no hand or face “%s” here; another one was taken.\n"),
             set->absent);
  if (*set->missing != '\0')
    fprintf (stderr, _("hearthctl: the hand has not: %s\n"), set->missing);
}

/**
 * hearth_ctl_set_tell:
 * @ctl: what is meant
 * @set: what was made
 * @path: (nullable): where it is now; %NULL if it was printed
 *
 * Says what was made.
 */
void
hearth_ctl_set_tell (HearthCtl *ctl, const HearthCtlSet *set, const char *path)
{
  HearthCtlJson json;

  if (!ctl->json) {
    if (path != NULL)
      printf (_("Saved: %s\n"), path);
    else
      puts (_("Handed to the printer."));
    hearth_ctl_set_warn (set);
    return;
  }
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  if (path != NULL)
    hearth_ctl_json_string (&json, "file", path);
  hearth_ctl_json_number (&json, "pages", set->n_pages);
  hearth_ctl_json_string (&json, "missing", set->missing);
  hearth_ctl_json_string (&json, "absent", set->absent);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

/**
 * hearth_ctl_set_clear:
 * @set: what was made
 *
 * Closes and frees what it holds.
 */
void
hearth_ctl_set_clear (HearthCtlSet *set)
{
  if (set->file >= 0)
    close (set->file);
  set->file = -1;
  g_clear_pointer (&set->missing, g_free);
  g_clear_pointer (&set->absent, g_free);
}
