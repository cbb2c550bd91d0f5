/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <math.h>

/* Reads the colours out of the panel's style sheets and checks that every text can be read on
 * every surface on which it stands: 4.5:1 (WCAG 2.2, success criterion 1.4.3), and 7:1 in high
 * contrast (1.4.6). */

static const char *style_folder;

typedef struct {
  double red, green, blue;
} Color;

static const struct {
  const char *text;
  const char *surface;
} pairs[] = {
  { "window_fg_color", "window_bg_color" },
  { "dim_color", "window_bg_color" },
  { "accent_color", "window_bg_color" },
  { "error_color", "window_bg_color" },
  { "view_fg_color", "view_bg_color" },
  { "dim_color", "view_bg_color" },
  { "headerbar_fg_color", "headerbar_bg_color" },
  { "dim_color", "headerbar_bg_color" },
  { "headerbar_fg_color", "headerbar_backdrop_color" },
  { "dim_color", "headerbar_backdrop_color" },
  { "card_fg_color", "card_bg_color" },
  { "dim_color", "card_bg_color" },
  { "accent_color", "card_bg_color" },
  { "error_color", "card_bg_color" },
  { "dialog_fg_color", "dialog_bg_color" },
  { "dim_color", "dialog_bg_color" },
  { "destructive_color", "dialog_bg_color" },
  { "popover_fg_color", "popover_bg_color" },
  { "dim_color", "popover_bg_color" },
  { "soft_fg_color", "soft_color" },
  { "dim_color", "soft_color" },
  { "error_color", "soft_color" },
  { "accent_color", "soft_color" },
  { "button_fg_color", "button_color" },
  { "accent_fg_color", "accent_bg_color" },
  { "destructive_fg_color", "destructive_bg_color" },
  { "ink_fg_color", "ink_color" },
  { "past_fg_color", "past_color" },
  { "sheet_fg_color", "sheet_color" },
  { "sheet_mark_color", "sheet_color" },
  { "card_fg_color", "past_color" },
  { "accent_color", "past_color" },
  { "error_color", "past_color" },
};

static void
read_sheet (GHashTable *colors, const char *name)
{
  g_autofree char *path = g_build_filename (style_folder, name, NULL);
  g_autofree char *css = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("@define-color\\s+(\\w+)\\s+#([0-9a-f]{6});", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n_found = 0;

  g_file_get_contents (path, &css, NULL, &error);
  g_assert_no_error (error);
  for (g_regex_match (regex, css, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL)) {
    g_autofree char *digits = g_match_info_fetch (match, 2);
    guint64 value = g_ascii_strtoull (digits, NULL, 16);
    Color *color = g_new (Color, 1);

    color->red = (double) (value >> 16 & 0xff) / 255;
    color->green = (double) (value >> 8 & 0xff) / 255;
    color->blue = (double) (value & 0xff) / 255;
    g_hash_table_insert (colors, g_match_info_fetch (match, 1), color);
    n_found++;
  }
  g_assert_cmpuint (n_found, >, 10);
}

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (const Color *color)
{
  return 0.2126 * linear (color->red) + 0.7152 * linear (color->green) +
         0.0722 * linear (color->blue);
}

static double
get_contrast (const Color *a, const Color *b)
{
  double one = get_luminance (a) + 0.05;
  double two = get_luminance (b) + 0.05;

  return one > two ? one / two : two / one;
}

static void
check_pairs (GHashTable *colors, double least)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    const Color *text = g_hash_table_lookup (colors, pairs[i].text);
    const Color *surface = g_hash_table_lookup (colors, pairs[i].surface);
    double contrast;

    g_assert_nonnull (text);
    g_assert_nonnull (surface);
    contrast = get_contrast (text, surface);
    g_test_message ("%s on %s: %.2f", pairs[i].text, pairs[i].surface, contrast);
    if (contrast < least)
      g_test_fail_printf ("%s on %s has a contrast of %.2f, less than %.1f", pairs[i].text,
                          pairs[i].surface, contrast, least);
  }
}

static void
check_sheets (const char *const *names, double least)
{
  g_autoptr (GHashTable) colors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (; *names != NULL; names++)
    read_sheet (colors, *names);
  check_pairs (colors, least);
}

static void
test_light (void)
{
  check_sheets ((const char *const[]){ "style.css", NULL }, 4.5);
}

static void
test_dark (void)
{
  check_sheets ((const char *const[]){ "style.css", "style-dark.css", NULL }, 4.5);
}

static void
test_high_contrast (void)
{
  check_sheets ((const char *const[]){ "style.css", "style-hc.css", NULL }, 7);
}

static void
test_high_contrast_dark (void)
{
  check_sheets ((const char *const[]){ "style.css", "style-dark.css", "style-hc.css",
                                       "style-hc-dark.css", NULL },
                7);
}

/* A colour that is used as a text or a surface must be among the pairs that are checked. */
static void
test_complete (void)
{
  g_autofree char *path = g_build_filename (style_folder, "style.css", NULL);
  g_autofree char *css = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("[^-](color|background-color): @(\\w+);", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_file_get_contents (path, &css, NULL, NULL));
  for (g_regex_match (regex, css, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL)) {
    g_autofree char *name = g_match_info_fetch (match, 2);
    gboolean checked = FALSE;

    for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
      checked |= g_str_equal (pairs[i].text, name) || g_str_equal (pairs[i].surface, name);
    if (!checked)
      g_test_fail_printf ("@%s is used and its contrast is not checked", name);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  style_folder = argv[1];
  g_test_add_func ("/panel/contrast/light", test_light);
  g_test_add_func ("/panel/contrast/dark", test_dark);
  g_test_add_func ("/panel/contrast/high", test_high_contrast);
  g_test_add_func ("/panel/contrast/high-dark", test_high_contrast_dark);
  g_test_add_func ("/panel/contrast/complete", test_complete);
  return g_test_run ();
}
