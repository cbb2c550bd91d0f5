/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-answer.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-output.h"

static const char *
chip_kind_name (HearthChipKind kind)
{
  switch (kind) {
  case HEARTH_CHIP_EVENT:
    return _("event");
  case HEARTH_CHIP_ATTACHMENT:
    return _("attachment of mail");
  case HEARTH_CHIP_REMINDER:
    return _("reminder");
  case HEARTH_CHIP_MESSAGE:
  default:
    return _("mail");
  }
}

/**
 * hearth_ctl_answer_end_line:
 * @self: an answer
 *
 * Begins a new line, unless one has just begun.
 */
void
hearth_ctl_answer_end_line (HearthCtlAnswer *self)
{
  if (self->mid_line)
    putchar ('\n');
  self->mid_line = FALSE;
}

static void
print_chips (HearthCtlAnswer *self)
{
  for (guint i = 0; i < self->chips->len; i++) {
    const HearthChip *chip = g_ptr_array_index (self->chips, i);

    fputs ("· ", stdout);
    hearth_ctl_print (HEARTH_CTL_PLAIN, chip->label);
    printf (" (%s %" G_GINT64_FORMAT ")\n", chip_kind_name (chip->kind), chip->id);
  }
}

static void
print_text (HearthCtlAnswer *self, const char *text)
{
  if (*text == '\0')
    return;
  hearth_ctl_print_text (text);
  self->mid_line = !g_str_has_suffix (text, "\n");
}

static void
print_card (HearthCtlAnswer *self, gint64 card)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, card);

  hearth_ctl_answer_end_line (self);
  /* A private one is shown when the answer has ended, for it ends with the question. */
  if (card < 0)
    return;
  printf (_("Card %s waits for your yes: “hearthctl card accept %s” shows it in full.\n"), id, id);
}

/**
 * hearth_ctl_answer_print:
 * @self: an answer
 * @event: what came of it; its source is taken
 *
 * Prints more of an answer as it comes.
 */
void
hearth_ctl_answer_print (HearthCtlAnswer *self, HearthAnswerEvent *event)
{
  const char *text = event->text != NULL ? event->text : "";

  switch (event->kind) {
  case HEARTH_ANSWER_TEXT:
    print_text (self, text);
    break;
  case HEARTH_ANSWER_CHIP:
    g_ptr_array_add (self->chips, g_steal_pointer (&event->chip));
    break;
  case HEARTH_ANSWER_NOTICE:
    hearth_ctl_answer_end_line (self);
    hearth_ctl_print (HEARTH_CTL_DIM, text);
    putchar ('\n');
    break;
  case HEARTH_ANSWER_OFFER:
    hearth_ctl_answer_end_line (self);
    hearth_ctl_print (HEARTH_CTL_DIM, text);
    putchar ('\n');
    hearth_ctl_print (HEARTH_CTL_DIM, _("See: hearthctl service find, hearthctl mind list, "
                                         "hearthctl service add"));
    putchar ('\n');
    break;
  case HEARTH_ANSWER_AGREE:
    hearth_ctl_answer_end_line (self);
    fprintf (stderr, _("If you agree: hearthctl service agree %s"), text);
    fputc ('\n', stderr);
    break;
  case HEARTH_ANSWER_DONE:
    hearth_ctl_answer_end_line (self);
    printf ("%s\n", text);
    break;
  case HEARTH_ANSWER_CARD:
    print_card (self, event->id);
    break;
  case HEARTH_ANSWER_ERROR:
    hearth_ctl_answer_end_line (self);
    fflush (stdout);
    fprintf (stderr, "hearthctl: %s\n", text);
    break;
  case HEARTH_ANSWER_END:
    hearth_ctl_answer_end_line (self);
    print_chips (self);
    break;
  case HEARTH_ANSWER_STATUS:
  case HEARTH_ANSWER_SUGGEST:
  default:
    break;
  }
}

/**
 * hearth_ctl_answer_init:
 * @self: an answer
 *
 * Begins one.
 */
void
hearth_ctl_answer_init (HearthCtlAnswer *self)
{
  self->chips = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_chip_free);
  self->mid_line = FALSE;
}

/**
 * hearth_ctl_answer_clear:
 * @self: an answer
 *
 * Forgets it.
 */
void
hearth_ctl_answer_clear (HearthCtlAnswer *self)
{
  g_clear_pointer (&self->chips, g_ptr_array_unref);
}
