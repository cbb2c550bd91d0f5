/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HEARTH_COLOR_UNKNOWN: no color was named, or none that can be reckoned with. */
#define HEARTH_COLOR_UNKNOWN (-1)

/**
 * HearthHtmlStyle:
 * @hides: whether an element with it is not seen
 * @shows: whether it undoes an inherited visibility:hidden
 * @color: 0xRRGGBB, or %HEARTH_COLOR_UNKNOWN
 * @background: 0xRRGGBB, or %HEARTH_COLOR_UNKNOWN
 * @has_background: whether there is a background, known or not
 */
typedef struct {
  gboolean hides;
  gboolean shows;
  int color;
  int background;
  gboolean has_background;
} HearthHtmlStyle;

void
hearth_html_style_parse (const char *declarations, HearthHtmlStyle *style);
int
hearth_html_color_parse (const char *text);
gboolean
hearth_html_colors_near (int a, int b);
gboolean
hearth_html_sheet_parse (const char *sheet, GHashTable *hiding);
gboolean
hearth_html_hosts_disagree (const char *text, const char *href);

G_END_DECLS
