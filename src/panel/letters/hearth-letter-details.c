/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-details.h"

#include "hearth-clock.h"
#include "hearth-letter-face.h"
#include "hearth-time-text.h"

#include <glib/gi18n.h>

#define WIDTH 268
#define LINES_HEIGHT 64 /* of an address: three lines; more of them scroll */

/**
 * HearthLetterDetails:
 *
 * A chip that says whom a letter is to and of which day it is, with a small form behind it.
 */
struct _HearthLetterDetails {
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkLabel *label;
  GtkWidget *recipient;
  GtkWidget *title;
  GtkWidget *date;
  GtkTextBuffer *address;
  GtkTextBuffer *sender;
  GtkLabel *begun; /* who wrote its first words */
  char *day;       /* (owned): as 2026-05-03, or "" */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (HearthLetterDetails, hearth_letter_details, GTK_TYPE_WIDGET)

enum { CHANGED, ENVELOPE, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
show_label (HearthLetterDetails *self)
{
  g_autoptr (HearthLetter) letter = hearth_letter_new ();
  const char *recipient = gtk_editable_get_text (GTK_EDITABLE (self->recipient));
  g_autofree char *text = NULL;

  g_free (letter->date);
  letter->date = g_strdup (self->day);
  if (*self->day != '\0') {
    g_autofree char *day = hearth_letter_dup_day (letter, hearth_clock_now ());

    text = *recipient != '\0'
               /* Translators: to whom a letter is, and the day that stands on it */
               ? g_strdup_printf (_("To %s, %s"), recipient, day)
               : g_strdup_printf (_("To whom? %s"), day);
  } else {
    text =
        *recipient != '\0' ? g_strdup_printf (_("To %s"), recipient) : g_strdup (_("To whom?"));
  }
  gtk_label_set_text (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
}

static void
changed_cb (HearthLetterDetails *self)
{
  if (self->filling)
    return;
  show_label (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* A day that is not understood stays what it was, and is shown not to be understood. */
static void
date_cb (HearthLetterDetails *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->date));
  gint64 now = hearth_clock_now ();
  gint64 when = 0;
  gboolean read = *text == '\0' || hearth_time_text_read (text, now, TRUE, &when);

  if (self->filling)
    return;
  if (!read) {
    gtk_widget_add_css_class (self->date, "error");
    return;
  }
  gtk_widget_remove_css_class (self->date, "error");
  g_free (self->day);
  if (when != 0) {
    g_autoptr (GDateTime) time = hearth_clock_dup_at (when);

    self->day = g_date_time_format (time, "%Y-%m-%d");
  } else {
    self->day = g_strdup ("");
  }
  changed_cb (self);
}

static void
hearth_letter_details_dispose (GObject *object)
{
  HearthLetterDetails *self = HEARTH_LETTER_DETAILS (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->day, g_free);
  G_OBJECT_CLASS (hearth_letter_details_parent_class)->dispose (object);
}

static void
hearth_letter_details_class_init (HearthLetterDetailsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_letter_details_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  /**
   * HearthLetterDetails::changed:
   *
   * The owner has written something there.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_LETTER_DETAILS, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthLetterDetails::envelope:
   *
   * The owner wants its envelope.
   */
  signals[ENVELOPE] = g_signal_new ("envelope", HEARTH_TYPE_LETTER_DETAILS, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_field (GtkWidget *form, const char *name)
{
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "small");
  gtk_box_append (GTK_BOX (form), label);
  return label;
}

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
add_entry (HearthLetterDetails *self, GtkWidget *form, const char *name, GCallback changed)
{
  GtkWidget *entry = gtk_entry_new ();

  add_field (form, name);
  set_name (entry, name);
  gtk_entry_set_max_length (GTK_ENTRY (entry), HEARTH_LETTER_MAX_FIELD / 4);
  g_signal_connect_swapped (entry, "changed", changed, self);
  gtk_box_append (GTK_BOX (form), entry);
  return entry;
}

static GtkTextBuffer *
add_lines (HearthLetterDetails *self, GtkWidget *form, const char *name)
{
  GtkWidget *text = gtk_text_view_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  add_field (form, name);
  set_name (text, name);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (text), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (text), GTK_WRAP_WORD_CHAR);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), LINES_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), text);
  gtk_widget_add_css_class (scroller, "address");
  g_signal_connect_swapped (buffer, "changed", G_CALLBACK (changed_cb), self);
  gtk_box_append (GTK_BOX (form), scroller);
  return buffer;
}

static void
envelope_cb (HearthLetterDetails *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  g_signal_emit (self, signals[ENVELOPE], 0);
}

/* Where it comes from, and what is done with both addresses. */
static void
add_sender (HearthLetterDetails *self, GtkWidget *form)
{
  GtkWidget *envelope = gtk_button_new_with_label (_("Print Envelope…"));
  GtkWidget *begun = gtk_label_new ("");

  /* Translators: the owner’s own name and address, as they stand on a letter */
  self->sender = add_lines (self, form, _("Your Name and Address"));
  g_signal_connect_swapped (envelope, "clicked", G_CALLBACK (envelope_cb), self);
  gtk_box_append (GTK_BOX (form), envelope);
  self->begun = GTK_LABEL (begun);
  gtk_label_set_xalign (self->begun, 0);
  gtk_label_set_wrap (self->begun, TRUE);
  gtk_widget_add_css_class (begun, "dim-label");
  gtk_widget_add_css_class (begun, "small");
  gtk_box_append (GTK_BOX (form), begun);
}

static void
hearth_letter_details_init (HearthLetterDetails *self)
{
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *label = gtk_label_new ("");

  self->day = g_strdup ("");
  self->label = GTK_LABEL (label);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (self->label, 28);
  gtk_widget_add_css_class (form, "letter-form");
  gtk_widget_set_size_request (form, WIDTH, -1);
  self->recipient = add_entry (self, form, _("To"), G_CALLBACK (changed_cb));
  self->address = add_lines (self, form, _("Address"));
  self->title = add_entry (self, form, _("Title"), G_CALLBACK (changed_cb));
  self->date = add_entry (self, form, _("Date"), G_CALLBACK (date_cb));
  add_sender (self, form);
  gtk_popover_set_child (GTK_POPOVER (popover), form);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), label);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_widget_set_tooltip_text (self->button, _("Whom it is to, and when"));
  gtk_widget_add_css_class (self->button, "chip");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

/**
 * hearth_letter_details_new:
 *
 * Returns: (transfer floating): a chip
 */
GtkWidget *
hearth_letter_details_new (void)
{
  return g_object_new (HEARTH_TYPE_LETTER_DETAILS, NULL);
}

static void
set_text (GtkWidget *entry, const char *text)
{
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), text))
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
show_begun (HearthLetterDetails *self, const char *service)
{
  /* Translators: %s is an AI service that wrote the first text of a letter */
  g_autofree char *text = g_strdup_printf (_("Begun with %s"), service);

  gtk_label_set_text (self->begun, text);
  gtk_widget_set_visible (GTK_WIDGET (self->begun), *service != '\0');
}

/**
 * hearth_letter_details_show:
 * @self: a chip
 * @letter: a letter
 *
 * Shows whom it is to; "changed" is not emitted.
 */
void
hearth_letter_details_show (HearthLetterDetails *self, const HearthLetter *letter)
{
  gint64 day = hearth_letter_get_day (letter);
  g_autofree char *date = day != 0 ? hearth_time_text_write_day (day) : g_strdup ("");

  /* Whoever writes there knows it better. */
  if (gtk_widget_get_visible (
          GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->button)))))
    return;
  self->filling = TRUE;
  set_text (self->recipient, letter->recipient);
  set_text (self->title, letter->title);
  set_text (self->date, date);
  gtk_widget_remove_css_class (self->date, "error");
  gtk_text_buffer_set_text (self->address, letter->address, -1);
  gtk_text_buffer_set_text (self->sender, letter->sender, -1);
  show_begun (self, letter->begun_with);
  g_free (self->day);
  self->day = g_strdup (letter->date);
  self->filling = FALSE;
  show_label (self);
}

static char *
dup_lines (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strchomp (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

/**
 * hearth_letter_details_take:
 * @self: a chip
 * @letter: (inout): a letter, which gets what stands there
 */
void
hearth_letter_details_take (HearthLetterDetails *self, HearthLetter *letter)
{
  g_free (letter->sender);
  g_free (letter->recipient);
  g_free (letter->address);
  g_free (letter->title);
  g_free (letter->date);
  letter->recipient =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->recipient))));
  letter->sender = dup_lines (self->sender);
  letter->address = dup_lines (self->address);
  letter->title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title))));
  letter->date = g_strdup (self->day);
}
