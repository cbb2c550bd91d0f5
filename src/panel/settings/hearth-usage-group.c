/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-usage-group.h"

#include "hearth-mind-calls.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <math.h>
#include <string.h>

/* Who types or holds a button down has not decided yet. */
#define APPLY_MS 600

#define MOST_TOKENS 1e12
#define MOST_MONEY 1e6

/**
 * HearthUsageGroup:
 *
 * What services that are not on this computer may use in a month, and what they used of it.
 */
struct _HearthUsageGroup {
  AdwPreferencesGroup parent_instance;

  GtkWidget *used;   /* (unowned): the row of this month */
  GtkWidget *bar;    /* (unowned): how much of the limit that is */
  GtkWidget *tokens; /* (unowned): a spin button, 0 is no limit */
  GtkWidget *money;  /* (unowned): likewise */
  GtkWidget *money_row;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  guint apply_timer;
  gboolean showing; /* what changes now was not changed by the owner */
};

G_DEFINE_FINAL_TYPE (HearthUsageGroup, hearth_usage_group, ADW_TYPE_PREFERENCES_GROUP)

/* What the daemon's property MonthlyUsage says. */
typedef struct {
  gint64 tokens, local, limit;
  gint64 unpriced;
  double cost, limit_cost;
  const char *currency;
  gboolean priced, reached;
} Usage;

static Usage
read_usage (HearthUsageGroup *self)
{
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);
  GVariant *dict = proxy != NULL ? hearth_bus_daemon1_get_monthly_usage (proxy) : NULL;
  Usage usage = { .currency = "" };
  gint64 read = 0, written = 0;

  if (dict == NULL)
    return usage;
  g_variant_lookup (dict, "tokens-in", "x", &read);
  g_variant_lookup (dict, "tokens-out", "x", &written);
  g_variant_lookup (dict, "remote", "x", &usage.tokens);
  g_variant_lookup (dict, "limit-tokens", "x", &usage.limit);
  g_variant_lookup (dict, "unpriced", "x", &usage.unpriced);
  g_variant_lookup (dict, "cost", "d", &usage.cost);
  g_variant_lookup (dict, "limit-cost", "d", &usage.limit_cost);
  g_variant_lookup (dict, "currency", "&s", &usage.currency);
  g_variant_lookup (dict, "priced", "b", &usage.priced);
  g_variant_lookup (dict, "reached", "b", &usage.reached);
  usage.local = MAX (read + written - usage.tokens, 0);
  return usage;
}

static char *
dup_money (double sum, const char *currency)
{
  return *currency != '\0' ? g_strdup_printf ("%.2f %s", sum, currency)
                           : g_strdup_printf ("%.2f", sum);
}

static char *
dup_used (const Usage *usage)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *tokens = g_strdup_printf ("%'" G_GINT64_FORMAT, usage->tokens);

  /* Translators: %s is a number, "12,300 tokens" */
  g_string_append_printf (text, _("%s tokens"), tokens);
  if (usage->priced || usage->cost > 0) {
    g_autofree char *money = dup_money (usage->cost, usage->currency);

    g_string_append_printf (text, " · %s", money);
    if (usage->unpriced > 0)
      g_string_append_printf (text, " · %s", _("some of it at a price that is not known"));
  }
  if (usage->local > 0) {
    g_autofree char *local = g_strdup_printf ("%'" G_GINT64_FORMAT, usage->local);

    g_string_append_c (text, '\n');
    /* Translators: %s is a number, "4,100 more on this computer, which no limit counts" */
    g_string_append_printf (text, _("%s more on this computer, which no limit counts"), local);
  }
  if (usage->reached) {
    g_string_append_c (text, '\n');
    g_string_append (text, _("The limit is reached: until next month, rules on this computer "
                              "answer."));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Of two limits the one that is nearer. */
static double
get_part (const Usage *usage)
{
  double part = 0;

  if (usage->limit > 0)
    part = (double) usage->tokens / (double) usage->limit;
  if (usage->limit_cost > 0)
    part = MAX (part, usage->cost / usage->limit_cost);
  return CLAMP (part, 0, 1);
}

/* A number that the owner is changing stays as it is. */
static void
show_limit (HearthUsageGroup *self, GtkWidget *spin, double limit)
{
  if (self->apply_timer == 0 &&
      fabs (gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin)) - limit) > 0.001)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), limit);
}

static void
show (HearthUsageGroup *self)
{
  Usage usage = read_usage (self);
  g_autofree char *used = dup_used (&usage);
  g_autofree char *title = NULL;
  gboolean limited = usage.limit > 0 || usage.limit_cost > 0;

  self->showing = TRUE;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->used), used);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (self->bar), get_part (&usage));
  gtk_widget_set_visible (self->bar, limited);
  show_limit (self, self->tokens, (double) usage.limit);
  show_limit (self, self->money, usage.limit_cost);
  title = *usage.currency != '\0' ? g_strdup_printf (_("Money (%s)"), usage.currency)
                                  : g_strdup (_("Money"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->money_row), title);
  /* Where no price is known, such a limit would let nothing pass. */
  gtk_widget_set_visible (self->money_row, usage.priced || usage.limit_cost > 0);
  self->showing = FALSE;
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthUsageGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (reply != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  hearth_mind_say_error (GTK_WIDGET (self), error);
  show (self);
}

/* Without @callback nobody is there any more to be told. */
static void
apply (HearthUsageGroup *self, GAsyncReadyCallback callback)
{
  double tokens = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->tokens));
  double money = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->money));

  hearth_mind_call (self->client, "SetMonthlyLimit", g_variant_new ("(xd)", (gint64) tokens, money),
                    NULL, self->cancellable, callback,
                    callback != NULL ? g_object_ref (self) : NULL);
}

static gboolean
apply_cb (gpointer user_data)
{
  HearthUsageGroup *self = user_data;

  self->apply_timer = 0;
  apply (self, applied_cb);
  return G_SOURCE_REMOVE;
}

static void
value_cb (HearthUsageGroup *self)
{
  if (self->showing)
    return;
  g_clear_handle_id (&self->apply_timer, g_source_remove);
  self->apply_timer = g_timeout_add (APPLY_MS, apply_cb, self);
}

/* Nothing is a limit of its own, and is said in words. */
static gboolean
show_number_cb (GtkSpinButton *spin, gpointer user_data)
{
  double value = gtk_spin_button_get_value (spin);
  g_autofree char *text =
      value <= 0 ? g_strdup (_("No limit"))
                 : g_strdup_printf ("%'.*f", (int) gtk_spin_button_get_digits (spin), value);

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), text))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

/* A number as this language writes it, or with nothing between its digits, wherever in the words it
 * was typed; words alone are no limit. */
static int
read_number_cb (GtkSpinButton *spin, double *value, gpointer user_data)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (spin));
  g_autofree char *text = g_strdup (typed + strcspn (typed, "0123456789"));
  const struct lconv *words = localeconv ();
  char *end = NULL;

  g_strstrip (text);
  if (*text == '\0') {
    *value = 0;
    return TRUE;
  }
  if (*words->thousands_sep != '\0') {
    g_auto (GStrv) parts = g_strsplit (text, words->thousands_sep, -1);

    g_free (text);
    text = g_strjoinv ("", parts);
  }
  *value = g_strtod (text, &end);
  return *end == '\0' && isfinite (*value) ? TRUE : GTK_INPUT_ERROR;
}

static GtkWidget *
add_limit (HearthUsageGroup *self, const char *title, const char *subtitle, double step,
           double most, guint digits, GtkWidget **row)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0, most, step);

  *row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (*row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (*row), subtitle);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), digits);
  gtk_spin_button_set_increments (GTK_SPIN_BUTTON (spin), step, step * 10);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 10);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 10);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect (spin, "output", G_CALLBACK (show_number_cb), NULL);
  g_signal_connect (spin, "input", G_CALLBACK (read_number_cb), NULL);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (value_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (*row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (*row), spin);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), *row);
  return spin;
}

static void
hearth_usage_group_dispose (GObject *object)
{
  HearthUsageGroup *self = HEARTH_USAGE_GROUP (object);

  /* Who closes the settings has decided. */
  if (self->apply_timer != 0) {
    g_clear_handle_id (&self->apply_timer, g_source_remove);
    apply (self, NULL);
  } else {
    g_cancellable_cancel (self->cancellable);
  }
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  G_OBJECT_CLASS (hearth_usage_group_parent_class)->dispose (object);
}

static void
hearth_usage_group_finalize (GObject *object)
{
  HearthUsageGroup *self = HEARTH_USAGE_GROUP (object);

  g_clear_object (&self->client);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_usage_group_parent_class)->finalize (object);
}

static void
hearth_usage_group_class_init (HearthUsageGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_usage_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_usage_group_finalize;
}

static void
hearth_usage_group_init (HearthUsageGroup *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);
  GtkWidget *tokens_row;

  self->cancellable = g_cancellable_new ();
  adw_preferences_group_set_title (group, _("Monthly Limit"));
  adw_preferences_group_set_description (
      group, _("Of services that are not on this computer. When it is used up they are not asked "
                "any more until the month is over."));
  self->used = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->used), _("Used this month"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->used), 0);
  self->bar = gtk_level_bar_new ();
  gtk_widget_set_size_request (self->bar, 80, -1);
  gtk_widget_set_valign (self->bar, GTK_ALIGN_CENTER);
  /* Much is not good here, which its colours would say. */
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (self->bar), GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (self->bar), GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (self->bar), GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("How much of the limit is used"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->used), self->bar);
  adw_preferences_group_add (group, self->used);
  self->tokens = add_limit (self, _("Tokens"), _("Parts of words, read and written"), 10000,
                            MOST_TOKENS, 0, &tokens_row);
  self->money =
      add_limit (self, _("Money"), _("A model whose price is not known is then not asked"), 1,
                 MOST_MONEY, 2, &self->money_row);
}

/**
 * hearth_usage_group_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a group of the settings
 */
GtkWidget *
hearth_usage_group_new (HearthClient *client)
{
  HearthUsageGroup *self = g_object_new (HEARTH_TYPE_USAGE_GROUP, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "notify::bytes", G_CALLBACK (show), self);
  show (self);
  return GTK_WIDGET (self);
}
