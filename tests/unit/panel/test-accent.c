/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-accent.h"

#include <string.h>

static const char *style_folder;

/* The accents of GNOME 47, and what is hard: white, black, yellow, a grey. */
static const guint32 wishes[] = {
  0x3584e4, 0x2190a4, 0x3a944a, 0xc88800, 0xed5b00, 0xe62d42, 0xd56199, 0x9141ac,
  0x6f8396, 0xffffff, 0x000000, 0xffff00, 0x808080, 0x00ff00, 0x0000ff, 0xff0000,
};

/* A colour of a style sheet, by its name. */
static guint32
find (const char *css, const char *name)
{
  g_autofree char *head = g_strdup_printf ("@define-color %s #", name);
  const char *at = strstr (css, head);

  g_assert_nonnull (at);
  return (guint32) g_ascii_strtoull (at + strlen (head), NULL, 16);
}

static void
test_contrast (void)
{
  g_assert_cmpfloat_with_epsilon (hearth_accent_contrast (0x000000, 0xffffff), 21, 0.01);
  g_assert_cmpfloat_with_epsilon (hearth_accent_contrast (0x777777, 0x777777), 1, 0.01);
  /* As other calculators have it. */
  g_assert_cmpfloat_with_epsilon (hearth_accent_contrast (0x767676, 0xffffff), 4.54, 0.01);
}

static void
test_fit (void)
{
  const guint32 white[] = { 0xffffff };
  const guint32 black[] = { 0x000000 };

  /* What can be read stays as it is. */
  g_assert_cmphex (hearth_accent_fit (0x9141ac, white, 1, 4.5), ==, 0x9141ac);
  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++) {
    guint32 on_white = hearth_accent_fit (wishes[i], white, 1, 4.5);
    guint32 on_black = hearth_accent_fit (wishes[i], black, 1, 4.5);

    g_assert_cmpfloat (hearth_accent_contrast (on_white, 0xffffff), >=, 4.5);
    g_assert_cmpfloat (hearth_accent_contrast (on_black, 0x000000), >=, 4.5);
    /* No more than is needed: it does not end far above, unless it began there. */
    if (on_white != wishes[i])
      g_assert_cmpfloat (hearth_accent_contrast (on_white, 0xffffff), <, 4.9);
    if (on_black != wishes[i])
      g_assert_cmpfloat (hearth_accent_contrast (on_black, 0x000000), <, 4.9);
  }
}

static void
test_read (void)
{
  static const struct {
    const char *text;
    gboolean there;
    guint32 color;
  } cases[] = {
    { "<(0.2, 0.4, 1.0)>", TRUE, 0x3366ff },
    { "<<(0.2, 0.4, 1.0)>>", TRUE, 0x3366ff },
    { "(0.0, 0.0, 0.0)", TRUE, 0 },
    { "<(-1.0, -1.0, -1.0)>", FALSE, 0 },
    { "<(0.5, 2.0, 0.5)>", FALSE, 0 },
    { "<'red'>", FALSE, 0 },
    { "<<<<<(0.2, 0.4, 1.0)>>>>>", FALSE, 0 },
  };
  g_autoptr (GVariant) nan = g_variant_ref_sink (g_variant_new ("(ddd)", 0.0 / 0.0, 0.5, 0.5));
  guint32 color;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_parsed (cases[i].text));

    g_assert_cmpint (hearth_accent_read (value, &color), ==, cases[i].there);
    if (cases[i].there)
      g_assert_cmphex (color, ==, cases[i].color);
  }
  g_assert_false (hearth_accent_read (NULL, &color));
  g_assert_false (hearth_accent_read (nan, &color));
}

/* Whatever the desktop's accent is, all that is written in it or on it can be read on the surfaces
 * of the panel's own sheets. */
static void
check_sheet (const char *sheet, gboolean dark)
{
  static const char *const texts[] = { "soft_fg_color", "dim_color", "error_color" };
  static const char *const surfaces[] = { "window_bg_color", "card_bg_color", "past_color" };
  g_autofree char *path = g_build_filename (style_folder, sheet, NULL);
  g_autofree char *css = NULL;
  guint32 last_soft = 0, n_soft = 0;

  g_assert_true (g_file_get_contents (path, &css, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++) {
    g_autofree char *own = hearth_accent_to_css (wishes[i], dark);
    guint32 accent = find (own, "accent_color");
    guint32 soft = find (own, "soft_color");

    for (guint s = 0; s < G_N_ELEMENTS (surfaces); s++)
      g_assert_cmpfloat (hearth_accent_contrast (accent, find (css, surfaces[s])), >=, 4.5);
    for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
      g_assert_cmpfloat (hearth_accent_contrast (find (css, texts[t]), soft), >=, 4.5);
    g_assert_cmpfloat (hearth_accent_contrast (accent, soft), >=, 4.5);
    g_assert_cmpfloat (hearth_accent_contrast (find (own, "accent_fg_color"),
                                               find (own, "accent_bg_color")),
                       >=, 4.5);
    n_soft += soft != last_soft;
    last_soft = soft;
  }
  /* It is not the same for all of them. */
  g_assert_cmpuint (n_soft, >, 8);
}

static void
test_sheets (void)
{
  check_sheet ("style.css", FALSE);
  check_sheet ("style-dark.css", TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  style_folder = argv[1];
  g_test_add_func ("/accent/contrast", test_contrast);
  g_test_add_func ("/accent/fit", test_fit);
  g_test_add_func ("/accent/read", test_read);
  g_test_add_func ("/accent/sheets", test_sheets);
  return g_test_run ();
}
