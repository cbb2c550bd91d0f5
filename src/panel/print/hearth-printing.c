/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-printing.h"

#include "hearth-paper-layout.h"

#include <glib/gi18n.h>

/* GTK's print dialog, and what it asks for page by page. In a Flatpak it is that of the portal. */

/* Millimetres, unless the owner has set up the page otherwise. */
#define MARGIN 22.0
/* So much is laid out between two looks at what else there is to do. */
#define BLOCKS_AT_ONCE 4

typedef struct {
  GtkWidget *widget; /* (owned) */
  HearthPrintingSay say;
  HearthPaper *paper;           /* (owned) (nullable): until it is read */
  HearthPaperLayout *layout;    /* (owned) (nullable): while it is printed */
  GtkPrintOperation *operation; /* (owned) (nullable) */
} Printing;

/* What was chosen the last time, for as long as the panel runs. */
static GtkPrintSettings *last_settings; /* (owned) (nullable) */
static GtkPageSetup *last_setup;        /* (owned) (nullable) */

static Printing *
printing_new (GtkWidget *widget, HearthPrintingSay say)
{
  Printing *printing = g_new0 (Printing, 1);

  printing->widget = g_object_ref (widget);
  printing->say = say;
  return printing;
}

static void
printing_free (Printing *printing)
{
  g_clear_pointer (&printing->layout, hearth_paper_layout_free);
  g_clear_pointer (&printing->paper, hearth_paper_free);
  g_clear_object (&printing->operation);
  g_object_unref (printing->widget);
  g_free (printing);
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer user_data)
{
  Printing *printing = user_data;
  PangoContext *text = gtk_print_context_create_pango_context (context);
  g_autoptr (PangoFontDescription) font = NULL;
  g_autofree char *name = NULL;

  g_object_get (gtk_settings_get_default (), "gtk-font-name", &name, NULL);
  font = pango_font_description_from_string (name != NULL ? name : "Sans");
  pango_context_set_base_dir (text, gtk_widget_get_direction (printing->widget) == GTK_TEXT_DIR_RTL
                                        ? PANGO_DIRECTION_RTL
                                        : PANGO_DIRECTION_LTR);
  g_clear_pointer (&printing->layout, hearth_paper_layout_free);
  printing->layout =
      hearth_paper_layout_new (printing->paper, text, pango_font_description_get_family (font),
                               gtk_print_context_get_width (context),
                               gtk_print_context_get_height (context));
  g_object_unref (text);
}

/* Called again and again until all of it is laid out; the panel goes on meanwhile. */
static gboolean
paginate_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer user_data)
{
  Printing *printing = user_data;

  if (!hearth_paper_layout_go_on (printing->layout, BLOCKS_AT_ONCE))
    return FALSE;
  gtk_print_operation_set_n_pages (operation,
                                   (int) hearth_paper_layout_get_n_pages (printing->layout));
  return TRUE;
}

static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  Printing *printing = user_data;

  hearth_paper_layout_draw (printing->layout, (guint) page,
                            gtk_print_context_get_cairo_context (context));
}

static void
fail (Printing *printing, const GError *error)
{
  g_autofree char *reason = hearth_client_dup_message (error);
  /* Translators: %s is why */
  g_autofree char *text = g_strdup_printf (_("This could not be printed: %s"), reason);

  printing->say (printing->widget, text);
}

static void
free_cb (gpointer user_data)
{
  printing_free (user_data);
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer user_data)
{
  Printing *printing = user_data;
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR) {
    gtk_print_operation_get_error (operation, &error);
    fail (printing, error);
  } else if (result == GTK_PRINT_OPERATION_RESULT_APPLY) {
    g_set_object (&last_settings, gtk_print_operation_get_print_settings (operation));
    g_set_object (&last_setup, gtk_print_operation_get_default_page_setup (operation));
  }
  /* Not here: the operation may still be at it. */
  g_idle_add_once (free_cb, printing);
}

static GtkPageSetup *
make_setup (void)
{
  GtkPageSetup *setup = gtk_page_setup_new ();

  gtk_page_setup_set_top_margin (setup, MARGIN, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, MARGIN * 0.75, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, MARGIN, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, MARGIN, GTK_UNIT_MM);
  return setup;
}

static GtkPrintSettings *
make_settings (const HearthPaper *paper)
{
  GtkPrintSettings *settings =
      last_settings != NULL ? gtk_print_settings_copy (last_settings) : gtk_print_settings_new ();
  g_autofree char *name = hearth_paper_dup_file_name (paper);

  /* Printed to a file, it is called after what it is, and not after what was printed before. */
  gtk_print_settings_unset (settings, GTK_PRINT_SETTINGS_OUTPUT_URI);
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, name);
  if (!gtk_print_settings_has_key (settings, GTK_PRINT_SETTINGS_OUTPUT_DIR)) {
    const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

    /* GTK would take the folder that the panel was started in. */
    gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_DIR,
                            documents != NULL ? documents : g_get_home_dir ());
  }
  return settings;
}

static GtkPrintOperation *
make_operation (Printing *printing)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPrintSettings) settings = make_settings (printing->paper);
  g_autoptr (GtkPageSetup) setup = last_setup != NULL ? g_object_ref (last_setup) : make_setup ();

  gtk_print_operation_set_job_name (operation, printing->paper->name);
  gtk_print_operation_set_print_settings (operation, settings);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_show_progress (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), printing);
  g_signal_connect (operation, "paginate", G_CALLBACK (paginate_cb), printing);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), printing);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), printing);
  return operation;
}

static HearthPaper *
finish_reading (Printing *printing, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  HearthPaper *paper = hearth_paper_read_finish (HEARTH_CLIENT (source), result, &error);

  if (paper == NULL) {
    fail (printing, error);
    printing_free (printing);
  }
  return paper;
}

static void
print_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Printing *printing = user_data;
  GtkRoot *root = gtk_widget_get_root (printing->widget);

  printing->paper = finish_reading (printing, source, result);
  if (printing->paper == NULL)
    return;
  printing->operation = make_operation (printing);
  /* What it returns is told by "done" as well. */
  gtk_print_operation_run (printing->operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}

/**
 * hearth_printing_print:
 * @widget: the widget that asks
 * @client: the panel's client
 * @wish: what is printed
 * @say: called if it cannot be
 *
 * Lets the owner choose a printer, or a file, and prints.
 */
void
hearth_printing_print (GtkWidget *widget, HearthClient *client, const HearthPaperWish *wish,
                       HearthPrintingSay say)
{
  hearth_paper_read_async (client, wish, print_cb, printing_new (widget, say));
}

static void
copy_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Printing *printing = user_data;
  g_autofree char *text = NULL;

  printing->paper = finish_reading (printing, source, result);
  if (printing->paper == NULL)
    return;
  text = hearth_paper_to_text (printing->paper);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (printing->widget), text);
  printing->say (printing->widget, _("Copied"));
  printing_free (printing);
}

/**
 * hearth_printing_copy:
 * @widget: the widget that asks
 * @client: the panel's client
 * @wish: what is copied
 * @say: called with what came of it
 *
 * Puts it into the clipboard as text.
 */
void
hearth_printing_copy (GtkWidget *widget, HearthClient *client, const HearthPaperWish *wish,
                      HearthPrintingSay say)
{
  hearth_paper_read_async (client, wish, copy_cb, printing_new (widget, say));
}
