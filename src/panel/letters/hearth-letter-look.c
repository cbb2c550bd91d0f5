/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-look.h"

#include "hearth-letter-choice.h"
#include "hearth-letter-pen.h"
#include "hearth-pen-choice.h"
#include "hearth-store-hands.h"

#include <glib/gi18n.h>

/* How large a letter is on the screen, of the font of the desktop. */
#define ZOOM 1.25
/* Neither a font nor a hand, whose names are of one line: the page to write one on. */
#define OWN "\n"

/**
 * HearthLetterLook:
 *
 * In which hand, with which pen and on which paper a letter is, as chips; and how its sheet looks
 * by that.
 */
struct _HearthLetterLook {
  GObject parent_instance;

  HearthLetterChoice *face_chip;  /* (unowned) */
  HearthLetterChoice *paper_chip; /* (unowned) */
  HearthLetterChoice *lines_chip; /* (unowned) */
  HearthLetterChoice *pen_chip;   /* (unowned) of a hand only */
  HearthLetterChoice *ink_chip;   /* (unowned) */
  GdkDisplay *display;            /* (owned) */
  GtkCssProvider *font;           /* (owned) */
  GPtrArray *faces;               /* (owned) (element-type HearthLetterFace) */
  char *face;                     /* (owned) as in a letter */
  HearthLetterPaper paper;
  HearthLetterRuling ruling;
  HearthLetterPen pen;
  gboolean any_hands; /* the owner has written some */
};

G_DEFINE_FINAL_TYPE (HearthLetterLook, hearth_letter_look, G_TYPE_OBJECT)

enum { CHANGED, RULED, N_SIGNALS };

static guint signals[N_SIGNALS];

static const struct {
  HearthLetterPaper paper;
  const char *shown;
} papers[] = {
  { HEARTH_LETTER_PAPER_A5, N_("Cream, A5") },
  { HEARTH_LETTER_PAPER_A4, N_("Cream, A4") },
  { HEARTH_LETTER_PAPER_US_LETTER, N_("Cream, US Letter") },
  { HEARTH_LETTER_PAPER_CARD, N_("Card") },
  { HEARTH_LETTER_PAPER_CARD_FOLDED, N_("Folded card") },
};

static const char *const ink_names[HEARTH_INK_N] = {
  N_("Blue-black"), N_("Blue"), N_("Black"), N_("Sepia"), N_("Green"),
};

/**
 * hearth_letter_look_get_face:
 * @self: a look
 *
 * Returns: (transfer none): the font that is chosen, or the usual one where a hand is
 */
const HearthLetterFace *
hearth_letter_look_get_face (HearthLetterLook *self)
{
  return hearth_letter_faces_find (self->faces, self->face);
}

/**
 * hearth_letter_look_is_ruled:
 * @self: a look
 *
 * Returns: whether the paper has lines
 */
gboolean
hearth_letter_look_is_ruled (HearthLetterLook *self)
{
  return self->ruling == HEARTH_LETTER_RULING_LINES;
}

static void
show_font (HearthLetterLook *self)
{
  const HearthLetterFace *face = hearth_letter_look_get_face (self);
  char scale[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *color = NULL;
  g_autofree char *css = NULL;

  g_ascii_formatd (scale, sizeof scale, "%.2f", face->scale * ZOOM);
  if (self->pen.ink_chosen)
    color = g_strdup_printf ("textview.letter > text { color: #%06x; caret-color: #%06x; }",
                             hearth_ink_get_color (self->pen.ink),
                             hearth_ink_get_color (self->pen.ink));
  css = g_strdup_printf ("textview.letter { font-family: \"%s\"; font-size: %sem; } %s",
                         face->family, scale, color != NULL ? color : "");
  gtk_css_provider_load_from_data (self->font, css, -1);
}

static void
show_paper (HearthLetterLook *self)
{
  hearth_letter_choice_set_chosen (self->paper_chip, hearth_letter_paper_get_name (self->paper));
  hearth_letter_choice_set_chosen (self->lines_chip, hearth_letter_ruling_get_name (self->ruling));
  g_signal_emit (self, signals[RULED], 0);
}

static void
show_pen (HearthLetterLook *self)
{
  hearth_letter_choice_set_chosen (self->pen_chip,
                                   self->pen.pen_chosen ? hearth_pen_get_name (self->pen.pen) : "");
  hearth_letter_choice_set_chosen (self->ink_chip, hearth_ink_get_name (self->pen.ink));
}

/* A font is written with no pen. */
static void
show_pen_of_hand (HearthLetterLook *self)
{
  gboolean hand = self->any_hands && *self->face != '\0';

  for (guint i = 0; i < self->faces->len; i++) {
    const HearthLetterFace *face = g_ptr_array_index (self->faces, i);

    hand = hand && !g_str_equal (face->family, self->face);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->pen_chip), hand);
}

static void
face_cb (HearthLetterChoice *choice, const char *id, HearthLetterLook *self)
{
  if (g_str_equal (id, OWN)) {
    /* What was chosen before still is. */
    hearth_letter_choice_set_chosen (choice, hearth_letter_look_get_face (self)->family);
    hearth_letter_choice_set_chosen (choice, self->face);
    if (self->any_hands)
      gtk_widget_activate_action (GTK_WIDGET (choice), "win.hands", NULL);
    else
      gtk_widget_activate_action (GTK_WIDGET (choice), "win.hand", "(xss)", (gint64) 0, "", "");
    return;
  }
  g_free (self->face);
  self->face = g_strdup (id);
  hearth_letter_choice_set_chosen (self->face_chip, id);
  show_font (self);
  show_pen_of_hand (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
paper_cb (HearthLetterChoice *choice, const char *id, HearthLetterLook *self)
{
  hearth_letter_paper_from_name (id, &self->paper);
  show_paper (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
lines_cb (HearthLetterChoice *choice, const char *id, HearthLetterLook *self)
{
  HearthLetterPaper paper;

  hearth_letter_paper_read (id, &paper, &self->ruling);
  show_paper (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
pen_cb (HearthLetterChoice *choice, const char *id, HearthLetterLook *self)
{
  self->pen.pen_chosen = hearth_pen_from_name (id, &self->pen.pen);
  show_pen (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ink_cb (HearthLetterChoice *choice, const char *id, HearthLetterLook *self)
{
  HearthLetterPen pen;

  hearth_letter_pen_read (id, &pen);
  self->pen.ink = pen.ink;
  self->pen.ink_chosen = TRUE;
  show_pen (self);
  show_font (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
hearth_letter_look_finalize (GObject *object)
{
  HearthLetterLook *self = HEARTH_LETTER_LOOK (object);

  gtk_style_context_remove_provider_for_display (self->display, GTK_STYLE_PROVIDER (self->font));
  g_ptr_array_unref (self->faces);
  g_object_unref (self->font);
  g_object_unref (self->display);
  g_free (self->face);
  G_OBJECT_CLASS (hearth_letter_look_parent_class)->finalize (object);
}

static void
hearth_letter_look_class_init (HearthLetterLookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_letter_look_finalize;
  /**
   * HearthLetterLook::changed:
   *
   * The owner has chosen something.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_LETTER_LOOK, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthLetterLook::ruled:
   *
   * Whether the paper has lines may be another now.
   */
  signals[RULED] = g_signal_new ("ruled", HEARTH_TYPE_LETTER_LOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
hearth_letter_look_init (HearthLetterLook *self)
{
  self->font = gtk_css_provider_new ();
  self->face = g_strdup ("");
  self->paper = HEARTH_LETTER_PAPER_A5;
}

static GtkWidget *
make_lines (void)
{
  GtkWidget *choice = hearth_letter_choice_new (_("Lines"));

  hearth_letter_choice_add (HEARTH_LETTER_CHOICE (choice),
                            hearth_letter_ruling_get_name (HEARTH_LETTER_RULING_PLAIN),
                            /* Translators: paper without lines */
                            _("Plain"), NULL);
  hearth_letter_choice_add (HEARTH_LETTER_CHOICE (choice),
                            hearth_letter_ruling_get_name (HEARTH_LETTER_RULING_LINES),
                            /* Translators: paper with lines */
                            _("Ruled"), NULL);
  return choice;
}

/**
 * hearth_letter_look_new:
 * @chips: a box, to which the chips are added
 *
 * Returns: (transfer full): a look; it does not outlive the box
 */
HearthLetterLook *
hearth_letter_look_new (GtkWidget *chips)
{
  HearthLetterLook *self = g_object_new (HEARTH_TYPE_LETTER_LOOK, NULL);

  self->display = g_object_ref (gtk_widget_get_display (chips));
  gtk_style_context_add_provider_for_display (self->display, GTK_STYLE_PROVIDER (self->font),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  self->faces =
      hearth_letter_faces_list (pango_context_get_font_map (gtk_widget_get_pango_context (chips)));
  self->face_chip = HEARTH_LETTER_CHOICE (hearth_letter_choice_new (_("Hand")));
  self->paper_chip = HEARTH_LETTER_CHOICE (hearth_letter_choice_new (_("Paper")));
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    hearth_letter_choice_add (self->paper_chip, hearth_letter_paper_get_name (papers[i].paper),
                              _ (papers[i].shown), NULL);
  self->lines_chip = HEARTH_LETTER_CHOICE (make_lines ());
  self->pen_chip = HEARTH_LETTER_CHOICE (hearth_pen_choice_new (_("The hand’s own pen")));
  self->ink_chip = HEARTH_LETTER_CHOICE (hearth_letter_choice_new (_("Ink")));
  for (guint i = 0; i < HEARTH_INK_N; i++)
    hearth_letter_choice_add (self->ink_chip, hearth_ink_get_name ((HearthInk) i), _ (ink_names[i]),
                              NULL);
  g_signal_connect_object (self->pen_chip, "chosen", G_CALLBACK (pen_cb), self, 0);
  g_signal_connect_object (self->ink_chip, "chosen", G_CALLBACK (ink_cb), self, 0);
  g_signal_connect_object (self->face_chip, "chosen", G_CALLBACK (face_cb), self, 0);
  g_signal_connect_object (self->paper_chip, "chosen", G_CALLBACK (paper_cb), self, 0);
  g_signal_connect_object (self->lines_chip, "chosen", G_CALLBACK (lines_cb), self, 0);
  gtk_box_append (GTK_BOX (chips), GTK_WIDGET (self->face_chip));
  gtk_box_append (GTK_BOX (chips), GTK_WIDGET (self->pen_chip));
  gtk_box_append (GTK_BOX (chips), GTK_WIDGET (self->ink_chip));
  gtk_box_append (GTK_BOX (chips), GTK_WIDGET (self->paper_chip));
  gtk_box_append (GTK_BOX (chips), GTK_WIDGET (self->lines_chip));
  return self;
}

/**
 * hearth_letter_look_show:
 * @self: a look
 * @letter: a letter
 * @hands: (nullable) (element-type HearthHandRow): hands that can be chosen, beside fonts
 *
 * Shows how a letter looks; "changed" is not emitted.
 */
void
hearth_letter_look_show (HearthLetterLook *self, const HearthLetter *letter, GPtrArray *hands)
{
  gboolean hand = FALSE;

  g_free (self->face);
  self->face = g_strdup (letter->face);
  hearth_letter_paper_read (letter->paper, &self->paper, &self->ruling);
  self->any_hands = hands != NULL && hands->len > 0;
  hearth_letter_choice_clear (self->face_chip);
  for (guint i = 0; hands != NULL && i < hands->len; i++) {
    const HearthHandRow *row = g_ptr_array_index (hands, i);

    hand = hand || g_str_equal (row->name, self->face);
    hearth_letter_choice_add (self->face_chip, row->name, row->name, NULL);
  }
  for (guint i = 0; i < self->faces->len; i++) {
    const HearthLetterFace *face = g_ptr_array_index (self->faces, i);

    hearth_letter_choice_add (self->face_chip, face->family, hearth_letter_face_get_name (face),
                              face->family);
  }
  hearth_letter_choice_add (self->face_chip, OWN, _("Write your own hand…"), NULL);
  hearth_letter_choice_set_chosen (self->face_chip,
                                   hand ? self->face : hearth_letter_look_get_face (self)->family);
  hearth_letter_pen_read (letter->pen, &self->pen);
  show_font (self);
  show_pen (self);
  show_pen_of_hand (self);
  show_paper (self);
}

/**
 * hearth_letter_look_take:
 * @self: a look
 * @letter: (inout): a letter, which gets what is chosen
 */
void
hearth_letter_look_take (HearthLetterLook *self, HearthLetter *letter)
{
  g_free (letter->face);
  g_free (letter->paper);
  letter->face = g_strdup (self->face);
  letter->paper = hearth_letter_paper_write (self->paper, self->ruling);
  g_free (letter->pen);
  letter->pen = hearth_letter_pen_write (&self->pen);
}
