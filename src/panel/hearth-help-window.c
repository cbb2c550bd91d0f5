/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-help-window.h"

#include "hearth-link-text.h"
#include "hearth-paths.h"
#include "hearth-prose.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* The help: a page in the language of the panel, set as an answer is. */

#define WIDTH 460
#define HEIGHT 640
/* Languages are tried up to the one that the help is written in. */
#define FALLBACK "en"

static char *
read_page (void)
{
  const char *const *languages = g_get_language_names ();

  for (guint i = 0; languages[i] != NULL; i++) {
    g_autofree char *name = g_strdup_printf ("help/%s.md", languages[i]);
    g_autofree char *path = hearth_paths_dup_resource (name);
    char *text;

    /* Languages have names like "de_CH", none of which leads to another folder. */
    if (strchr (languages[i], '/') == NULL && g_file_get_contents (path, &text, NULL, NULL))
      return text;
  }
  {
    g_autofree char *path = hearth_paths_dup_resource ("help/" FALLBACK ".md");
    char *text;

    if (g_file_get_contents (path, &text, NULL, NULL))
      return text;
  }
  return NULL;
}

static GtkWidget *
make_page (const char *text)
{
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkWidget *prose = hearth_prose_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  /* It is Hearth's own text: its links may be followed. */
  hearth_link_text_collect (text, links);
  hearth_prose_set_said (HEARTH_PROSE (prose), links);
  hearth_prose_set_text (HEARTH_PROSE (prose), text);
  gtk_widget_add_css_class (prose, "help");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 600);
  adw_clamp_set_child (ADW_CLAMP (clamp), prose);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static GtkWidget *
make_trouble (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("The help is missing"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   _("Hearth is not fully installed. Install it again."));
  gtk_widget_set_vexpand (page, TRUE);
  return page;
}

/**
 * hearth_help_window_new:
 * @parent: the panel
 *
 * Returns: (transfer none): a window with the help, which GTK owns
 */
GtkWindow *
hearth_help_window_new (GtkWindow *parent)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_shortcut_controller_new ();
  g_autofree char *text = read_page ();

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), text != NULL ? make_page (text) : make_trouble ());
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  gtk_window_set_title (GTK_WINDOW (window), _("Help"));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  return GTK_WINDOW (window);
}
