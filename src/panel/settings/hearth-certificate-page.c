/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-certificate-page.h"

#include <glib/gi18n.h>

/**
 * HearthCertificatePage:
 *
 * A certificate that failed the checks: what it says of itself, and the owner's word on it.
 */
struct _HearthCertificatePage {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkLabel *text;
  GtkListBox *facts;
  GtkWidget *trust;
  GtkWidget *distrust;
};

G_DEFINE_FINAL_TYPE (HearthCertificatePage, hearth_certificate_page, GTK_TYPE_WIDGET)

enum {
  TRUSTED,
  DISTRUSTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
trust_cb (HearthCertificatePage *self)
{
  g_signal_emit (self, signals[TRUSTED], 0);
}

static void
distrust_cb (HearthCertificatePage *self)
{
  g_signal_emit (self, signals[DISTRUSTED], 0);
}

static void
hearth_certificate_page_dispose (GObject *object)
{
  g_clear_pointer (&HEARTH_CERTIFICATE_PAGE (object)->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_certificate_page_parent_class)->dispose (object);
}

static void
hearth_certificate_page_class_init (HearthCertificatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_certificate_page_dispose;
  /**
   * HearthCertificatePage::trusted:
   *
   * The owner trusts the certificate.
   */
  signals[TRUSTED] = g_signal_new ("trusted", HEARTH_TYPE_CERTIFICATE_PAGE, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthCertificatePage::distrusted:
   *
   * The owner does not.
   */
  signals[DISTRUSTED] = g_signal_new ("distrusted", HEARTH_TYPE_CERTIFICATE_PAGE, G_SIGNAL_RUN_LAST,
                                      0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/settings/hearth-certificate-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthCertificatePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, HearthCertificatePage, text);
  gtk_widget_class_bind_template_child (widget_class, HearthCertificatePage, facts);
  gtk_widget_class_bind_template_child (widget_class, HearthCertificatePage, trust);
  gtk_widget_class_bind_template_child (widget_class, HearthCertificatePage, distrust);
}

static void
hearth_certificate_page_init (HearthCertificatePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->trust, "clicked", G_CALLBACK (trust_cb), self);
  g_signal_connect_swapped (self->distrust, "clicked", G_CALLBACK (distrust_cb), self);
}

static void
add_fact (HearthCertificatePage *self, const char *title, const char *value)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *escaped = g_markup_escape_text (value != NULL ? value : "", -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (self->facts, row);
}

/**
 * hearth_certificate_page_show:
 * @self: a page
 * @facts: what the certificate says
 * @sentence: what is wrong with it
 *
 * Shows a certificate in place of the one before.
 */
void
hearth_certificate_page_show (HearthCertificatePage *self, const HearthCertificateFacts *facts,
                              const char *sentence)
{
  g_autofree char *print = hearth_certificate_facts_dup_print (facts);
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (facts->expires);
  g_autofree char *expires =
      facts->expires != 0 && when != NULL ? g_date_time_format (when, "%x") : NULL;
  GtkWidget *child;

  gtk_label_set_text (self->text, sentence);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->facts))) != NULL)
    gtk_list_box_remove (self->facts, child);
  add_fact (self, _("Issued to"), facts->subject);
  add_fact (self, _("Issued by"), facts->issuer);
  if (expires != NULL)
    add_fact (self, _("Valid until"), expires);
  add_fact (self, _("Fingerprint (SHA-256)"), print);
}

/**
 * hearth_certificate_page_focus:
 * @self: a page that is shown
 *
 * Gives a button the focus, and never the dangerous one.
 */
void
hearth_certificate_page_focus (HearthCertificatePage *self)
{
  gtk_widget_grab_focus (self->distrust);
}
