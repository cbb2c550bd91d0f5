/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-beginning.h"

#include "hearth-letter-call.h"

#include <glib/gi18n.h>

/**
 * HearthLetterBeginning:
 *
 * A letter of which there are a few points only is begun for its writer, as a letter of its own.
 * The row is seen while it is waited for, below these points, and stops it.
 */
struct _HearthLetterBeginning {
  GtkWidget parent_instance;

  GtkWidget *row;
  GtkWidget *spinner;

  HearthClient *client; /* (owned) (nullable): who was asked */
  gint64 letter;        /* the one that the page shows, or 0 */
  gint64 points;        /* the one of the points, or 0 where nothing is waited for */
  guint n_asked;
};

G_DEFINE_FINAL_TYPE (HearthLetterBeginning, hearth_letter_beginning, GTK_TYPE_WIDGET)

typedef struct {
  HearthLetterBeginning *self; /* (owned) */
  guint number;
} Question;

static void
say (HearthLetterBeginning *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", sentence);
}

static void
update (HearthLetterBeginning *self)
{
  gboolean waits = self->points != 0 && self->points == self->letter;

  gtk_widget_set_visible (GTK_WIDGET (self), waits);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), waits);
}

static void
show (HearthLetterBeginning *self, gint64 points, GVariant *reply)
{
  g_autofree char *text = NULL;
  const char *service, *problem;
  gint64 letter;

  g_variant_get (reply, "(x&s&s@as)", &letter, &service, &problem, NULL);
  if (*service != '\0')
    /* Translators: %s is the name of an AI service */
    text = g_strdup_printf (_("Begun with %s. Your points are still among the letters."), service);
  else if (*problem != '\0')
    text = g_strdup_printf (_("Begun without a service: %s"), problem);
  /* Whoever has gone elsewhere meanwhile is left there: the letter is in the list. */
  if (self->letter == points && gtk_widget_get_mapped (gtk_widget_get_parent (GTK_WIDGET (self))))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.letter", "x", letter);
  say (self, text != NULL ? text : _("Begun. Your points are still among the letters."));
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (HearthLetterBeginning) self = question->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);
  gint64 points = self->points;
  /* Whoever stopped it knows. */
  gboolean waited = points != 0 && question->number == self->n_asked && self->row != NULL;

  g_free (question);
  if (!waited)
    return;
  self->points = 0;
  update (self);
  if (reply != NULL) {
    show (self, points, reply);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    say (self, message);
  }
}

static void
stop_cb (HearthLetterBeginning *self)
{
  hearth_letter_call_async (self->client, "StopHelp", g_variant_new ("()"), NULL, NULL);
  self->points = 0;
  update (self);
}

/* A line is a point; a point that one speaks may be a sentence. */
static GPtrArray *
split_points (const char *text)
{
  GPtrArray *points = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    if (*g_strstrip (lines[i]) != '\0')
      g_ptr_array_add (points, g_strdup (lines[i]));
  }
  g_ptr_array_add (points, NULL);
  return points;
}

static void
hearth_letter_beginning_dispose (GObject *object)
{
  HearthLetterBeginning *self = HEARTH_LETTER_BEGINNING (object);

  g_clear_pointer (&self->row, gtk_widget_unparent);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_letter_beginning_parent_class)->dispose (object);
}

static void
hearth_letter_beginning_class_init (HearthLetterBeginningClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_letter_beginning_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
hearth_letter_beginning_init (HearthLetterBeginning *self)
{
  GtkWidget *label = gtk_label_new (_("A letter is being begun from your points…"));
  GtkWidget *stop = gtk_button_new_with_label (_("Stop"));

  self->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->spinner = gtk_spinner_new ();
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (stop, "flat");
  g_signal_connect_swapped (stop, "clicked", G_CALLBACK (stop_cb), self);
  gtk_box_append (GTK_BOX (self->row), self->spinner);
  gtk_box_append (GTK_BOX (self->row), label);
  gtk_box_append (GTK_BOX (self->row), stop);
  gtk_widget_set_parent (self->row, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hearth_letter_beginning_new:
 *
 * Returns: (transfer floating): what has letters begun; not seen before one is
 */
GtkWidget *
hearth_letter_beginning_new (void)
{
  return g_object_new (HEARTH_TYPE_LETTER_BEGINNING, NULL);
}

/**
 * hearth_letter_beginning_set_letter:
 * @self: what has letters begun
 * @letter: the row of the letter that the page shows, or 0
 */
void
hearth_letter_beginning_set_letter (HearthLetterBeginning *self, gint64 letter)
{
  self->letter = letter;
  update (self);
}

/**
 * hearth_letter_beginning_ask:
 * @widget: a #HearthLetterBeginning
 * @client: the panel's client
 * @letter: a letter that has points, a line each
 * @face: not needed
 *
 * Has a letter begun from points, by the service that answers questions if there is one, and shows
 * it, unless its writer looks at another one by then. The points stay as they are. There is one at
 * a time.
 */
void
hearth_letter_beginning_ask (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                             const HearthLetterFace *face)
{
  HearthLetterBeginning *self = HEARTH_LETTER_BEGINNING (widget);
  g_autoptr (GPtrArray) points = split_points (letter->text);
  Question *question;

  if (points->len == 1) {
    say (self, _("Write or say first what the letter is to tell, a line for each point."));
    return;
  }
  if (self->points != 0) {
    say (self, _("A letter is being begun from your points…"));
    return;
  }
  g_set_object (&self->client, client);
  self->points = letter->id;
  question = g_new0 (Question, 1);
  question->self = g_object_ref (self);
  question->number = ++self->n_asked;
  update (self);
  hearth_letter_call_slowly (client, "StartLetter",
                             g_variant_new ("(s^asb)", letter->recipient, points->pdata, TRUE),
                             started_cb, question);
}
