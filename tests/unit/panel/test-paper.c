/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-paper-layout.h"
#include "hearth-papers.h"

#include <string.h>

#define WIDTH 470.0
#define HEIGHT 720.0

static GObject *
make_context (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());

  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  return G_OBJECT (context);
}

static HearthMessage *
make_message (const char *text)
{
  HearthMessage *message = hearth_message_new ();

  g_free (message->subject);
  message->subject = g_strdup ("Venue for June");
  message->from = hearth_address_new ("Marta Keller", "marta@keller.example");
  g_ptr_array_add (message->to, hearth_address_new ("", "nora@lind.example"));
  message->date = 1795000000; /* in November 2026 */
  g_free (message->text);
  message->text = g_strdup (text);
  return message;
}

static const HearthPaperBlock *
find (const HearthPaper *paper, HearthPaperKind kind, guint n)
{
  for (guint i = 0; i < paper->blocks->len; i++) {
    const HearthPaperBlock *block = g_ptr_array_index (paper->blocks, i);

    if (block->kind == kind && n-- == 0)
      return block;
  }
  g_assert_not_reached ();
}

static void
test_message (void)
{
  g_autoptr (HearthMessage) message = make_message ("Hi,\n\nyes.\n\n> How many?\n\n-- \nMarta\n");
  g_autoptr (HearthPaper) paper = NULL;
  const HearthPaperBlock *block;

  message->marks = HEARTH_MARK_AUTH_FAILED;
  g_ptr_array_add (message->attachments,
                   hearth_attachment_new ("plan.pdf", "application/pdf", "2", 120000));
  paper = hearth_paper_new_message (message);
  g_assert_cmpstr (paper->name, ==, "Venue for June");
  g_assert_cmpstr (find (paper, HEARTH_PAPER_TITLE, 0)->text, ==, "Venue for June");
  block = find (paper, HEARTH_PAPER_FIELD, 0);
  g_assert_cmpstr (block->label, ==, "From");
  g_assert_cmpstr (block->text, ==, "Marta Keller <marta@keller.example>");
  block = find (paper, HEARTH_PAPER_FIELD, 1);
  g_assert_cmpstr (block->label, ==, "To");
  g_assert_cmpstr (block->text, ==, "nora@lind.example");
  block = find (paper, HEARTH_PAPER_FIELD, 2);
  g_assert_cmpstr (block->label, ==, "Date");
  g_assert_nonnull (strstr (block->text, "November 2026, "));
  g_assert_cmpstr (find (paper, HEARTH_PAPER_TEXT, 0)->text, ==, "Hi,\n\nyes.");
  g_assert_cmpstr (find (paper, HEARTH_PAPER_QUOTE, 0)->text, ==, "How many?");
  g_assert_cmpstr (find (paper, HEARTH_PAPER_SMALL, 0)->text, ==, "Marta");
  /* What was said of its sender on the screen is said on paper. */
  g_assert_nonnull (strstr (find (paper, HEARTH_PAPER_WARNING, 0)->text, "could not be verified"));
  block = find (paper, HEARTH_PAPER_ENTRY, 0);
  g_assert_cmpstr (block->text, ==, "plan.pdf");
  g_assert_nonnull (strstr (block->note, "120"));
}

/* A long text is cut, and nothing of it is lost: neither at lines, nor at words, nor in one word of
 * characters of three bytes. */
static void
test_long_text (void)
{
  const char *const units[] = { "A line of some words.\n", "word ", "日", "\n" };

  for (guint u = 0; u < G_N_ELEMENTS (units); u++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GString) joined = g_string_new (NULL);
    g_autoptr (HearthPaper) paper = hearth_paper_new ("Long");

    for (guint i = 0; i < 4000; i++)
      g_string_append (text, units[u]);
    hearth_paper_add (paper, HEARTH_PAPER_TEXT, text->str);
    for (guint i = 0; i < paper->blocks->len; i++) {
      const HearthPaperBlock *block = g_ptr_array_index (paper->blocks, i);

      g_assert_cmpuint (strlen (block->text), <=, 3000);
      g_assert_true (g_utf8_validate (block->text, -1, NULL));
      g_assert_cmpint (block->goes_on, ==, i > 0);
      if (i > 0 && u != 2)
        g_string_append_c (joined, u == 1 ? ' ' : '\n');
      g_string_append (joined, block->text);
    }
    g_assert_cmpstr (joined->str, ==, text->str);
  }
}

static void
test_file_name (void)
{
  static const struct {
    const char *name, *expected;
  } cases[] = {
    { "Venue for June", "Venue for June" },
    { "../../etc/passwd", "-.-..-etc-passwd" },
    { ".hidden", "-hidden" },
    { "a\nb\\c:d", "a-b-c-d" },
    { "  ", "Hearth" },
    { "", "Hearth" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthPaper) paper = hearth_paper_new (cases[i].name);
    g_autofree char *name = hearth_paper_dup_file_name (paper);

    g_assert_null (strchr (name, '/'));
    g_assert_cmpint (*name, !=, '.');
    if (i != 1)
      g_assert_cmpstr (name, ==, cases[i].expected);
  }
}

static void
test_to_text (void)
{
  g_autoptr (HearthPaper) paper = hearth_paper_new ("Day");
  g_autofree char *text = NULL;

  hearth_paper_add (paper, HEARTH_PAPER_TITLE, "Sunday");
  hearth_paper_add (paper, HEARTH_PAPER_HEADING, "Your day");
  hearth_paper_add_to (paper, HEARTH_PAPER_ENTRY, "9:00", "Retro", "Room Linden");
  hearth_paper_add_to (paper, HEARTH_PAPER_TASK, NULL, "Send the number", "");
  hearth_paper_add (paper, HEARTH_PAPER_QUOTE, "How\nmany?");
  text = hearth_paper_to_text (paper);
  g_assert_cmpstr (text, ==,
                   "Sunday\n\nYour day\n9:00  Retro (Room Linden)\n☐ Send the number\n> How\n> "
                   "many?\n");
}

static void
check_ink (HearthPaperLayout *layout, guint page)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  double x, y, width, height;

  hearth_paper_layout_draw (layout, page, cr);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
  cairo_surface_destroy (surface);
  g_assert_cmpfloat (x, >=, -2);
  g_assert_cmpfloat (y, >=, -2);
  g_assert_cmpfloat (x + width, <=, WIDTH + 2);
  g_assert_cmpfloat (y + height, <=, HEIGHT + 4);
  /* No page but the last is half empty, and each has its number at the foot. */
  g_assert_cmpfloat (y + height, >, HEIGHT - 12);
}

/* More than a hundred pages, with a word that is wider than any: laid out in steps, and all within
 * their margins. */
static void
test_pages (void)
{
  g_autoptr (GObject) context = make_context ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (HearthMessage) message = NULL;
  g_autoptr (HearthPaper) paper = NULL;
  g_autoptr (HearthPaperLayout) layout = NULL;
  gint64 longest = 0;
  guint n_steps = 0;

  for (guint i = 0; i < 2200; i++)
    g_string_append_printf (
        text,
        "%sParagraph %u says something that is long enough to be broken into "
        "lines, and then it says it again in other words, for good measure.\n\n",
        i % 7 == 3 ? "> " : "", i);
  for (guint i = 0; i < 500; i++)
    g_string_append (text, "https://example.org/");
  message = make_message (text->str);
  paper = hearth_paper_new_message (message);
  layout = hearth_paper_layout_new (paper, PANGO_CONTEXT (context), NULL, WIDTH, HEIGHT);
  for (gboolean done = FALSE; !done; n_steps++) {
    gint64 before = g_get_monotonic_time ();

    done = hearth_paper_layout_go_on (layout, 8);
    longest = MAX (longest, g_get_monotonic_time () - before);
  }
  g_test_message ("%u pages, %u steps, the longest %.1f ms",
                  hearth_paper_layout_get_n_pages (layout), n_steps, (double) longest / 1000);
  g_assert_cmpuint (hearth_paper_layout_get_n_pages (layout), >, 100);
  g_assert_cmpuint (n_steps, >, 50);
  for (guint page = 0; page < hearth_paper_layout_get_n_pages (layout); page++)
    check_ink (layout, page);
}

/* Wherever it comes to stand, a heading is on the page of what it is the heading of. */
static void
test_heading (void)
{
  g_autoptr (GObject) context = make_context ();
  guint n_moved = 0;

  for (guint n = 1; n < 45; n++) {
    g_autoptr (HearthPaper) paper = hearth_paper_new ("Heading");
    g_autoptr (HearthPaperLayout) layout = NULL;

    for (guint i = 0; i < n; i++)
      hearth_paper_add_to (paper, HEARTH_PAPER_ENTRY, "9:00", "Something", NULL);
    hearth_paper_add (paper, HEARTH_PAPER_HEADING, "To do");
    hearth_paper_add_to (paper, HEARTH_PAPER_TASK, NULL, "Send the number", "by Friday");
    layout = hearth_paper_layout_new (paper, PANGO_CONTEXT (context), NULL, WIDTH, HEIGHT);
    g_assert_true (hearth_paper_layout_go_on (layout, G_MAXUINT));
    g_assert_cmpuint (hearth_paper_layout_find_page (layout, n), ==,
                      hearth_paper_layout_find_page (layout, n + 1));
    n_moved +=
        hearth_paper_layout_find_page (layout, n) > hearth_paper_layout_find_page (layout, n - 1);
  }
  g_assert_cmpuint (n_moved, >, 0);
}

static void
test_briefing (void)
{
  g_autoptr (GVariant) digest = g_variant_ref_sink (g_variant_new_parsed (
      "{'headline': <'Two things need you.'>, 'changes': <'3 mails have come.'>,"
      " 'sections': <[{'title': <'Needs you'>, 'total': <uint32 5>, 'items':"
      " <[{'who': <'Ana Silva'>, 'text': <'asks for a number'>, 'reason': <'by Friday'>}]>}]>}"));
  g_autoptr (HearthPaper) paper = hearth_paper_new_briefing (digest);
  const HearthPaperBlock *entry = find (paper, HEARTH_PAPER_ENTRY, 0);

  g_assert_cmpstr (find (paper, HEARTH_PAPER_TEXT, 0)->text, ==, "Two things need you.");
  g_assert_cmpstr (find (paper, HEARTH_PAPER_HEADING, 0)->text, ==, "Needs you");
  g_assert_cmpstr (entry->text, ==, "Ana Silva: asks for a number");
  g_assert_cmpstr (entry->note, ==, "by Friday");
  g_assert_cmpstr (find (paper, HEARTH_PAPER_SMALL, 1)->text, ==, "and 4 more");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper/message", test_message);
  g_test_add_func ("/paper/long-text", test_long_text);
  g_test_add_func ("/paper/file-name", test_file_name);
  g_test_add_func ("/paper/to-text", test_to_text);
  g_test_add_func ("/paper/pages", test_pages);
  g_test_add_func ("/paper/heading", test_heading);
  g_test_add_func ("/paper/briefing", test_briefing);
  return g_test_run ();
}
