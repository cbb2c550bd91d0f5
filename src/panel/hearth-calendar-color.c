/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-color.h"

/* So many colours are known to the style at most: servers say any. */
#define MAX_COLORS 64

/* One rule for each colour in use, for the whole display. */
static GHashTable *
get_known (void)
{
  static GHashTable *known;

  if (known == NULL)
    known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return known;
}

static void
add_rules (const char *name, const char *color)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  g_autofree char *css =
      g_strdup_printf ("button.day-event.%s:not(.past) { box-shadow: inset 3px 0 %s; }"
                       "button.day-event.%s:not(.past):dir(rtl) { box-shadow: inset -3px 0 %s; }"
                       ".calendar-dot.%s { background-color: %s; }",
                       name, color, name, color, name, color);

  gtk_css_provider_load_from_data (provider, css, -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}

/**
 * hearth_calendar_color_apply:
 * @widget: what belongs to a calendar
 * @color: (nullable): the calendar's colour, #rrggbb; another is left out
 *
 * Gives an event or a dot its calendar's colour. Without one it keeps the accent.
 */
void
hearth_calendar_color_apply (GtkWidget *widget, const char *color)
{
  g_autofree char *name = NULL;
  g_autofree char *css = NULL;
  GdkRGBA rgba;

  if (color == NULL || *color != '#' || !gdk_rgba_parse (&rgba, color))
    return;
  css = g_strdup_printf ("#%02x%02x%02x", (guint) (rgba.red * 255), (guint) (rgba.green * 255),
                         (guint) (rgba.blue * 255));
  name = g_strdup_printf ("calendar-%s", css + 1);
  if (!g_hash_table_contains (get_known (), name)) {
    if (g_hash_table_size (get_known ()) >= MAX_COLORS)
      return;
    add_rules (name, css);
    g_hash_table_add (get_known (), g_strdup (name));
  }
  gtk_widget_add_css_class (widget, name);
}

/**
 * hearth_calendar_color_new_dot:
 * @color: (nullable): a calendar's colour, #rrggbb
 *
 * Returns: (transfer floating): a dot in that colour
 */
GtkWidget *
hearth_calendar_color_new_dot (const char *color)
{
  GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_size_request (dot, 10, 10);
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (dot, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (dot, "calendar-dot");
  hearth_calendar_color_apply (dot, color);
  return dot;
}
