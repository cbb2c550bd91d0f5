/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-fact-cards.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-label-wrap.h"
#include "hearth-store-findings.h"
#include "hearth-wrap-layout.h"

#include <glib/gi18n.h>

#define MAX_CARDS 8
#define KINDS                                                                                      \
  (HEARTH_FINDING_BIT (HEARTH_FINDING_DELIVERY) | HEARTH_FINDING_BIT (HEARTH_FINDING_FLIGHT) |     \
   HEARTH_FINDING_BIT (HEARTH_FINDING_BOOKING) | HEARTH_FINDING_BIT (HEARTH_FINDING_INVOICE) |     \
   HEARTH_FINDING_BIT (HEARTH_FINDING_CODE) | HEARTH_FINDING_BIT (HEARTH_FINDING_PROPOSAL))

/**
 * HearthFactCards:
 *
 * What a mail announces and proposes, above its text: one quiet card each, with what can be
 * done about it.
 */
struct _HearthFactCards {
  GtkWidget parent_instance;

  GtkWidget *box;
  HearthCalendarDesk *desk;  /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of the message that is shown */
  GPtrArray *facts;          /* (owned) (nullable) (element-type Fact) */
  gint64 message;
  guint timeout; /* until a code's time is over */
};

G_DEFINE_FINAL_TYPE (HearthFactCards, hearth_fact_cards, GTK_TYPE_WIDGET)

/* Fact: a finding, and how a proposal fits into its day. */
typedef struct {
  HearthFinding *finding; /* (owned) */
  char *overlap;          /* (owned) (nullable): the name of an event at that time */
  HearthSpan overlap_span;
  gboolean planned; /* it stands in the calendar */
} Fact;

static void reload (HearthFactCards *self);

static void
fact_free (gpointer data)
{
  Fact *fact = data;

  hearth_finding_free (fact->finding);
  g_free (fact->overlap);
  g_free (fact);
}

static void
look_at_day (HearthDatabase *db, Fact *fact)
{
  const HearthFinding *finding = fact->finding;
  g_autoptr (HearthAgenda) agenda =
      hearth_agenda_load (db, hearth_agenda_find_day (finding->due), NULL);

  for (guint i = 0; agenda != NULL && i < agenda->occurrences->len; i++) {
    const HearthOccurrence *one = g_ptr_array_index (agenda->occurrences, i);

    if (one->event->all_day || one->event->transparent)
      continue;
    if (one->span.start == finding->due && g_strcmp0 (one->event->summary, finding->text) == 0) {
      fact->planned = TRUE;
      g_clear_pointer (&fact->overlap, g_free);
      return;
    }
    if (fact->overlap == NULL && one->span.start < finding->until && one->span.end > finding->due) {
      fact->overlap = g_strdup (one->event->summary);
      fact->overlap_span = one->span;
    }
  }
}

static gpointer
read_facts (HearthDatabase *db, gpointer data, GError **error)
{
  HearthFindingFilter filter = { .kinds = KINDS, .message_id = *(gint64 *) data, .limit = 32 };
  g_autoptr (GPtrArray) findings = hearth_store_findings_list (db, &filter, error);
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (fact_free);

  if (findings == NULL)
    return NULL;
  for (guint i = 0; i < findings->len && facts->len < MAX_CARDS; i++) {
    const HearthFinding *finding = g_ptr_array_index (findings, i);
    Fact *fact;

    if (finding->state == HEARTH_FINDING_DONE || finding->state == HEARTH_FINDING_DISMISSED ||
        (finding->kind == HEARTH_FINDING_CODE && finding->value == NULL))
      continue;
    fact = g_new0 (Fact, 1);
    fact->finding = hearth_finding_copy (finding);
    if (finding->kind == HEARTH_FINDING_PROPOSAL)
      look_at_day (db, fact);
    g_ptr_array_add (facts, fact);
  }
  return g_steal_pointer (&facts);
}

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  hearth_label_wrap (GTK_LABEL (label));
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* "Thursday, 15:00 to 16:00", "Friday, 12 June" */
static char *
compose_when (const HearthFinding *finding)
{
  gint64 now = hearth_clock_now ();
  g_autofree char *day = hearth_format_day (finding->due, now);
  g_autofree char *last = hearth_format_day (MAX (finding->until, finding->due), now);
  g_autofree char *start = hearth_format_time (finding->due);
  g_autofree char *end = hearth_format_time (finding->until);
  gboolean lasts = finding->until > finding->due;

  if (finding->due_is_date && finding->kind != HEARTH_FINDING_PROPOSAL)
    return lasts && !g_str_equal (day, last) ? g_strdup_printf (_("%s to %s"), day, last)
                                             : g_steal_pointer (&day);
  if (!lasts)
    return g_strdup_printf ("%s, %s", day, start);
  if (g_str_equal (day, last))
    return g_strdup_printf (_("%s, %s to %s"), day, start, end);
  return g_strdup_printf (_("%s, %s to %s, %s"), day, start, last, end);
}

static char *
compose_detail (const HearthFinding *finding)
{
  g_autofree char *when = finding->due != 0 ? compose_when (finding) : NULL;

  switch (finding->kind) {
  case HEARTH_FINDING_DELIVERY:
    return when != NULL ? g_strdup_printf (_("Arrives: %s"), when) : NULL;
  case HEARTH_FINDING_INVOICE:
    return when != NULL ? g_strdup_printf (_("%s, due: %s"), finding->value, when)
                        : g_strdup (finding->value);
  case HEARTH_FINDING_CODE: {
    g_autofree char *end = hearth_format_time (finding->until);

    return g_strdup_printf (_("Forgotten at %s"), end);
  }
  case HEARTH_FINDING_PROPOSAL:
    return finding->place != NULL ? g_strdup_printf ("%s · %s", when, finding->place)
                                  : g_steal_pointer (&when);
  case HEARTH_FINDING_ASK:
  case HEARTH_FINDING_QUESTION:
  case HEARTH_FINDING_PROMISE:
  case HEARTH_FINDING_REQUEST:
  case HEARTH_FINDING_PLEDGE:
  case HEARTH_FINDING_FLIGHT:
  case HEARTH_FINDING_BOOKING:
  case HEARTH_N_FINDINGS:
  default:
    return g_steal_pointer (&when);
  }
}

static GtkWidget *
add_deed (GtkWidget *deeds, const char *label, const HearthFinding *finding, GCallback callback,
          HearthFactCards *self)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *name = g_strdup_printf ("%s: %s", label, finding->text);

  g_object_set_data_full (G_OBJECT (button), "finding", hearth_finding_copy (finding),
                          (GDestroyNotify) hearth_finding_free);
  g_signal_connect (button, "clicked", callback, self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (deeds), button);
  return button;
}

static void
copy_cb (GtkButton *button, gpointer user_data)
{
  HearthFactCards *self = user_data;
  const HearthFinding *finding = g_object_get_data (G_OBJECT (button), "finding");

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), finding->value);
  hearth_calendar_desk_say (self->desk, _("Copied"));
}

static void
reminded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthCalendarDesk) desk = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 due = 0;

  if (hearth_bus_daemon1_call_remind_of_finding_finish (HEARTH_BUS_DAEMON1 (source), NULL, &due,
                                                        result, &error)) {
    g_autofree char *day = hearth_format_day (due, hearth_clock_now ());
    g_autofree char *time = hearth_format_time (due);

    /* Translators: a day and a time: “Today, 20:00” */
    text = g_strdup_printf (_("I remind you: %s, %s"), day, time);
  } else {
    text = hearth_client_dup_message (error);
  }
  hearth_calendar_desk_say (desk, text);
}

static void
remind_cb (GtkButton *button, gpointer user_data)
{
  HearthFactCards *self = user_data;
  const HearthFinding *finding = g_object_get_data (G_OBJECT (button), "finding");
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy =
      hearth_client_get_proxy (hearth_calendar_desk_get_client (self->desk), &error);

  if (proxy == NULL) {
    hearth_calendar_desk_say (self->desk, error->message);
    return;
  }
  hearth_bus_daemon1_call_remind_of_finding (proxy, finding->id, NULL, reminded_cb,
                                             g_object_ref (self->desk));
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthFactCards *self = user_data;
  g_autoptr (GError) error = NULL;

  hearth_calendar_desk_do_finish (HEARTH_CALENDAR_DESK (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->box, TRUE);
  reload (self);
}

static void
add_event_cb (GtkButton *button, gpointer user_data)
{
  HearthFactCards *self = user_data;
  const HearthFinding *finding = g_object_get_data (G_OBJECT (button), "finding");
  g_autofree char *day = hearth_format_day (finding->due, hearth_clock_now ());
  /* Translators: an event that was just added, and its day. */
  g_autofree char *sentence = g_strdup_printf (_("Added: %s, %s"), finding->text, day);
  GVariantBuilder fields;

  g_variant_builder_init (&fields, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&fields, "{sv}", "summary", g_variant_new_string (finding->text));
  g_variant_builder_add (&fields, "{sv}", "start", g_variant_new_int64 (finding->due));
  g_variant_builder_add (&fields, "{sv}", "end", g_variant_new_int64 (finding->until));
  if (finding->place != NULL)
    g_variant_builder_add (&fields, "{sv}", "location", g_variant_new_string (finding->place));
  gtk_widget_set_sensitive (self->box, FALSE);
  hearth_calendar_desk_do_async (self->desk, "CreateEvent",
                                 g_variant_new ("(xa{sv})", (gint64) 0, &fields), sentence,
                                 self->cancellable, added_cb, self);
}

static void
dismiss_cb (GtkButton *button, gpointer user_data)
{
  HearthFactCards *self = user_data;
  const HearthFinding *finding = g_object_get_data (G_OBJECT (button), "finding");

  hearth_calendar_desk_dismiss_finding (self->desk, finding->id,
                                        finding->kind == HEARTH_FINDING_PROPOSAL
                                            ? _("Not taken for an event")
                                            : _("Put away"));
}

static void
add_proposal (HearthFactCards *self, GtkWidget *card, GtkWidget *deeds, const Fact *fact)
{
  if (fact->planned) {
    add_label (card, _("It is in your calendar."), "dim-label");
    return;
  }
  if (fact->finding->due <= hearth_clock_now ()) {
    add_label (card, _("This time is over."), "dim-label");
  } else if (fact->overlap != NULL) {
    g_autofree char *from = hearth_format_time (fact->overlap_span.start);
    g_autofree char *to = hearth_format_time (fact->overlap_span.end);
    /* Translators: an event, its start and its end. */
    g_autofree char *text =
        g_strdup_printf (_("Overlaps with %s, %s to %s"), fact->overlap, from, to);

    add_label (card, text, "reason");
  } else {
    add_label (card, _("You are free."), "dim-label");
  }
  add_deed (deeds, _("Add to Calendar"), fact->finding, G_CALLBACK (add_event_cb), self);
  add_deed (deeds, _("Not an Event"), fact->finding, G_CALLBACK (dismiss_cb), self);
}

static gboolean
can_remind (const HearthFinding *finding)
{
  return finding->due > hearth_clock_now () &&
         (finding->kind == HEARTH_FINDING_FLIGHT || finding->kind == HEARTH_FINDING_INVOICE ||
          finding->kind == HEARTH_FINDING_BOOKING);
}

static void
add_card (HearthFactCards *self, const Fact *fact)
{
  const HearthFinding *finding = fact->finding;
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *deeds = hearth_wrap_box_new (6);
  g_autofree char *detail = compose_detail (finding);

  gtk_widget_add_css_class (card, "invitation");
  gtk_widget_add_css_class (deeds, "deeds");
  gtk_widget_set_margin_top (deeds, 6);
  add_label (card, finding->text, "need-title");
  if (finding->kind == HEARTH_FINDING_CODE)
    gtk_label_set_selectable (GTK_LABEL (add_label (card, finding->value, "title-2")), TRUE);
  if (detail != NULL)
    add_label (card, detail, NULL);
  if (finding->value != NULL &&
      (finding->kind == HEARTH_FINDING_DELIVERY || finding->kind == HEARTH_FINDING_BOOKING)) {
    g_autofree char *number = g_strdup_printf (_("Number %s"), finding->value);

    gtk_widget_add_css_class (add_label (card, number, "dim-label"), "small");
  }
  if (finding->kind == HEARTH_FINDING_PROPOSAL)
    add_proposal (self, card, deeds, fact);
  else if (finding->value != NULL)
    add_deed (deeds,
              finding->kind == HEARTH_FINDING_CODE      ? _("Copy Code")
              : finding->kind == HEARTH_FINDING_INVOICE ? _("Copy Amount")
                                                        : _("Copy Number"),
              finding, G_CALLBACK (copy_cb), self);
  if (can_remind (finding))
    add_deed (deeds, _("Remind Me"), finding, G_CALLBACK (remind_cb), self);
  if (gtk_widget_get_first_child (deeds) != NULL)
    gtk_box_append (GTK_BOX (card), deeds);
  else
    g_object_unref (g_object_ref_sink (deeds));
  gtk_box_append (GTK_BOX (self->box), card);
}

static gboolean
code_over_cb (gpointer user_data)
{
  HearthFactCards *self = user_data;

  self->timeout = 0;
  reload (self);
  return G_SOURCE_REMOVE;
}

static void
fill (HearthFactCards *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  g_clear_handle_id (&self->timeout, g_source_remove);
  for (guint i = 0; i < self->facts->len; i++) {
    const Fact *fact = g_ptr_array_index (self->facts, i);

    add_card (self, fact);
    if (fact->finding->kind == HEARTH_FINDING_CODE && self->timeout == 0)
      self->timeout =
          g_timeout_add_seconds ((guint) CLAMP (fact->finding->until - hearth_clock_now () + 1, 1,
                                                60),
                                 code_over_cb, self);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), self->facts->len > 0);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthFactCards *self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *facts = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (facts == NULL)
    return;
  g_clear_pointer (&self->facts, g_ptr_array_unref);
  self->facts = facts;
  fill (self);
}

static void
reload (HearthFactCards *self)
{
  if (self->message == 0)
    return;
  hearth_client_read_async (hearth_calendar_desk_get_client (self->desk), read_facts,
                            g_memdup2 (&self->message, sizeof self->message), g_free,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb, self);
}

/* As in the card of an invitation: asked while it is hidden, a layout manager would say that no
 * height follows from a width. */
static GtkSizeRequestMode
hearth_fact_cards_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
hearth_fact_cards_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (HEARTH_FACT_CARDS (widget)->box, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
hearth_fact_cards_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (HEARTH_FACT_CARDS (widget)->box, width, height, baseline, NULL);
}

static void
hearth_fact_cards_dispose (GObject *object)
{
  HearthFactCards *self = HEARTH_FACT_CARDS (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (hearth_calendar_desk_get_client (self->desk), self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->facts, g_ptr_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_fact_cards_parent_class)->dispose (object);
}

static void
hearth_fact_cards_class_init (HearthFactCardsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_fact_cards_dispose;
  widget_class->get_request_mode = hearth_fact_cards_get_request_mode;
  widget_class->measure = hearth_fact_cards_measure;
  widget_class->size_allocate = hearth_fact_cards_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hearth_fact_cards_init (HearthFactCards *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Found in this message"), -1);
}

/**
 * hearth_fact_cards_new:
 * @desk: where what is done is told
 *
 * Returns: (transfer floating): cards that are not seen yet
 */
GtkWidget *
hearth_fact_cards_new (HearthCalendarDesk *desk)
{
  HearthFactCards *self = g_object_new (HEARTH_TYPE_FACT_CARDS, NULL);
  HearthClient *client = hearth_calendar_desk_get_client (desk);

  self->desk = g_object_ref (desk);
  g_signal_connect_swapped (client, "changed::findings", G_CALLBACK (reload), self);
  g_signal_connect_swapped (client, "changed::events", G_CALLBACK (reload), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_fact_cards_show:
 * @self: cards
 * @message: a message; 0 hides them
 *
 * Shows what was found in a message.
 */
void
hearth_fact_cards_show (HearthFactCards *self, gint64 message)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->message = message;
  gtk_widget_set_sensitive (self->box, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  reload (self);
}
