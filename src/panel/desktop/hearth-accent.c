/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-accent.h"

#include <math.h>

/* The desktop's accent, made legible on the panel's papers. Colours are 0xRRGGBB. */

#define LEAST_CONTRAST 4.5
/* So much of the accent is in the soft one at most. */
#define SOFT_LIGHT 0.14
#define SOFT_DARK 0.18
#define STEPS 100

/* The surfaces and texts of the panel's style sheets, which a test holds against them. */
typedef struct {
  guint32 surfaces[3]; /* window, card, past */
  guint32 ink;         /* text on the soft accent */
  guint32 dim, error;  /* other texts on it */
  guint32 on_accent;
} Tokens;

static const Tokens light = {
  { 0xfbf6f1, 0xffffff, 0xfdfbf8 }, 0x2b2320, 0x6f635b, 0xa51d2d, 0xffffff
};
static const Tokens dark_tokens = {
  { 0x231d1b, 0x302825, 0x282120 }, 0xf3ebe5, 0xb5a79e, 0xff938c, 0x231d1b
};

static double
get_luminance (guint32 color)
{
  static const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;

  for (guint i = 0; i < 3; i++) {
    double part = (double) (color >> (16 - 8 * i) & 0xff) / 255;

    sum += weights[i] * (part <= 0.03928 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4));
  }
  return sum;
}

/**
 * hearth_accent_contrast:
 * @a: a colour
 * @b: another
 *
 * Returns: how well one can be read on the other, from 1 to 21 (WCAG 2.2, relative luminance)
 */
double
hearth_accent_contrast (guint32 a, guint32 b)
{
  double one = get_luminance (a) + 0.05;
  double other = get_luminance (b) + 0.05;

  return one > other ? one / other : other / one;
}

/**
 * hearth_accent_mix:
 * @a: a colour
 * @b: another
 * @share: how much of @b is in it, from 0 to 1
 *
 * Returns: a colour between them
 */
guint32
hearth_accent_mix (guint32 a, guint32 b, double share)
{
  guint32 color = 0;

  for (int shift = 16; shift >= 0; shift -= 8) {
    double from = a >> shift & 0xff;
    double to = b >> shift & 0xff;

    color |= (guint32) lround (from + (to - from) * CLAMP (share, 0, 1)) << shift;
  }
  return color;
}

static gboolean
can_be_read (guint32 color, const guint32 *surfaces, guint n_surfaces, double least)
{
  for (guint i = 0; i < n_surfaces; i++) {
    if (hearth_accent_contrast (color, surfaces[i]) < least)
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_accent_fit:
 * @wish: a colour
 * @surfaces: (array length=n_surfaces): what it is to be read on: all light, or all dark
 * @n_surfaces: how many, at least one
 * @least: the least contrast, as 4.5
 *
 * Makes a colour darker on light surfaces, and lighter on dark ones, no more than is needed.
 *
 * Returns: the colour; black or white where no other has that contrast
 */
guint32
hearth_accent_fit (guint32 wish, const guint32 *surfaces, guint n_surfaces, double least)
{
  guint32 end = get_luminance (surfaces[0]) > 0.18 ? 0x000000 : 0xffffff;

  for (guint i = 0; i < STEPS; i++) {
    guint32 color = hearth_accent_mix (wish, end, (double) i / STEPS);

    if (can_be_read (color, surfaces, n_surfaces, least))
      return color;
  }
  return end;
}

/**
 * hearth_accent_read:
 * @value: (nullable): what the portal's setting accent-color holds, in however many variants
 * @color: (out): the colour
 *
 * Returns: whether it is one: the desktop says that there is none by numbers beyond 0 and 1
 *   (org.freedesktop.portal.Settings)
 */
gboolean
hearth_accent_read (GVariant *value, guint32 *color)
{
  g_autoptr (GVariant) inner = value != NULL ? g_variant_ref (value) : NULL;
  double parts[3];

  *color = 0;
  for (guint i = 0; i < 3 && inner != NULL && g_variant_is_of_type (inner, G_VARIANT_TYPE_VARIANT);
       i++) {
    GVariant *next = g_variant_get_variant (inner);

    g_variant_unref (inner);
    inner = next;
  }
  if (inner == NULL || !g_variant_is_of_type (inner, G_VARIANT_TYPE ("(ddd)")))
    return FALSE;
  g_variant_get (inner, "(ddd)", &parts[0], &parts[1], &parts[2]);
  for (guint i = 0; i < 3; i++) {
    if (!(parts[i] >= 0 && parts[i] <= 1))
      return FALSE;
    *color = *color << 8 | (guint32) lround (parts[i] * 255);
  }
  return TRUE;
}

/* As much of the accent as leaves what is written on it legible. */
static guint32
find_soft (guint32 wish, const Tokens *tokens, double share)
{
  const guint32 texts[] = { tokens->ink, tokens->dim, tokens->error };

  for (; share > 0; share -= 0.01) {
    guint32 soft = hearth_accent_mix (tokens->surfaces[0], wish, share);

    if (can_be_read (soft, texts, G_N_ELEMENTS (texts), LEAST_CONTRAST))
      return soft;
  }
  return tokens->surfaces[0];
}

/**
 * hearth_accent_to_css:
 * @wish: the desktop's accent
 * @dark: whether the panel is dark
 *
 * Returns: (transfer full): the panel's colours that follow it, to be loaded over its style sheet
 */
char *
hearth_accent_to_css (guint32 wish, gboolean dark)
{
  const Tokens *tokens = dark ? &dark_tokens : &light;
  guint32 soft = find_soft (wish, tokens, dark ? SOFT_DARK : SOFT_LIGHT);
  const guint32 surfaces[] = { tokens->surfaces[0], tokens->surfaces[1], tokens->surfaces[2], soft,
                               tokens->on_accent };
  guint32 accent = hearth_accent_fit (wish, surfaces, G_N_ELEMENTS (surfaces), LEAST_CONTRAST);

  return g_strdup_printf ("@define-color accent_color #%06x;\n"
                          "@define-color accent_bg_color #%06x;\n"
                          "@define-color accent_fg_color #%06x;\n"
                          "@define-color soft_color #%06x;\n",
                          accent, accent, tokens->on_accent, soft);
}
