/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-entry.h"

#include <glib/gi18n.h>

/* Held down so long, the microphone is open until the button is let go. */
#define HOLD_MS 300
/* Letting go is followed by a click at once. */
#define CLICK_US 50000

typedef enum {
  BUTTON_SEND,
  BUTTON_STOP,   /* the answer that is being made */
  BUTTON_LISTEN, /* opens the microphone */
  BUTTON_FINISH, /* closes it: that was all */
  BUTTON_HUSH,   /* stops the voice */
} ButtonRole;

/**
 * HearthEntry:
 *
 * The one place to say something: a line of text and a button, which sends what is written, or
 * stops the answer that is being made, or opens and closes the microphone.
 */
struct _HearthEntry {
  GtkWidget parent_instance;

  GtkWidget *attach;
  GtkEntry *text;
  GtkWidget *button;
  gboolean busy;

  HearthSpeechClient *speech; /* (owned) (nullable) */
  guint hold;                 /* counts how long the button is held down */
  gboolean holding;           /* it is, and the microphone is open for as long */
  gint64 let_go;              /* when it was let go after that: such a click is none (monotonic) */
};

G_DEFINE_FINAL_TYPE (HearthEntry, hearth_entry, GTK_TYPE_WIDGET)

enum {
  SAID,
  STOP,
  RECALL,
  ATTACH,
  LISTEN,
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
has_words (HearthEntry *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->text));

  while (g_ascii_isspace (*text))
    text++;
  return *text != '\0';
}

/* What is written goes first; then what can be silenced. */
static ButtonRole
find_role (HearthEntry *self)
{
  HearthSpeechState state;

  if (has_words (self))
    return BUTTON_SEND;
  if (self->speech == NULL || !hearth_speech_client_is_available (self->speech))
    return self->busy ? BUTTON_STOP : BUTTON_SEND;
  state = hearth_speech_client_get_state (self->speech);
  if (state == HEARTH_SPEECH_SPEAKING || hearth_speech_client_get_said (self->speech) != 0)
    return BUTTON_HUSH;
  if (self->busy || state == HEARTH_SPEECH_THINKING)
    return BUTTON_STOP;
  if (hearth_speech_client_is_hearing (self->speech) ||
      hearth_speech_client_get_purpose (self->speech) != HEARTH_SPEECH_NOTHING)
    return BUTTON_FINISH;
  return BUTTON_LISTEN;
}

static void
show_role (HearthEntry *self, ButtonRole role)
{
  static const char *const icons[] = {
    [BUTTON_SEND] = "hearth-send-symbolic",         [BUTTON_STOP] = "hearth-stop-symbolic",
    [BUTTON_LISTEN] = "hearth-microphone-symbolic", [BUTTON_FINISH] = "hearth-microphone-symbolic",
    [BUTTON_HUSH] = "hearth-stop-symbolic",
  };
  const char *const names[] = {
    [BUTTON_SEND] = _("Send"),          [BUTTON_STOP] = _("Stop"),
    [BUTTON_LISTEN] = _("Speak"),       [BUTTON_FINISH] = _("Done Speaking"),
    [BUTTON_HUSH] = _("Stop Speaking"),
  };
  const char *const tooltips[] = {
    [BUTTON_SEND] = names[BUTTON_SEND],
    [BUTTON_STOP] = names[BUTTON_STOP],
    [BUTTON_LISTEN] = _("Speak, or hold while you speak (Ctrl+M)"),
    [BUTTON_FINISH] = _("Done Speaking (Ctrl+M)"),
    [BUTTON_HUSH] = _("Stop Speaking (Esc)"),
  };

  gtk_button_set_icon_name (GTK_BUTTON (self->button), icons[role]);
  gtk_widget_set_tooltip_text (self->button, tooltips[role]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  names[role], -1);
  gtk_widget_set_sensitive (self->button, role != BUTTON_SEND || has_words (self));
  if (role == BUTTON_FINISH)
    gtk_widget_add_css_class (self->button, "listening");
  else
    gtk_widget_remove_css_class (self->button, "listening");
}

static void
update_button (HearthEntry *self)
{
  gboolean hears = self->speech != NULL && hearth_speech_client_is_available (self->speech);

  show_role (self, find_role (self));
  gtk_entry_set_placeholder_text (self->text,
                                  hears ? _("Say or write anything…") : _("Write anything…"));
}

static void
say (HearthEntry *self)
{
  g_autofree char *words = NULL;

  if (!has_words (self))
    return;
  words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text)));
  gtk_editable_set_text (GTK_EDITABLE (self->text), "");
  g_signal_emit (self, signals[SAID], 0, words);
}

static void
clicked_cb (HearthEntry *self)
{
  if (g_get_monotonic_time () - self->let_go < CLICK_US)
    return;
  switch (find_role (self)) {
  case BUTTON_STOP:
    g_signal_emit (self, signals[STOP], 0);
    break;
  case BUTTON_LISTEN:
    g_signal_emit (self, signals[LISTEN], 0, FALSE);
    break;
  case BUTTON_FINISH:
    hearth_speech_client_finish (self->speech);
    break;
  case BUTTON_HUSH:
    hearth_speech_client_hush (self->speech);
    break;
  case BUTTON_SEND:
  default:
    say (self);
    break;
  }
}

static gboolean
hold_cb (gpointer user_data)
{
  HearthEntry *self = user_data;

  self->hold = 0;
  if (find_role (self) != BUTTON_LISTEN)
    return G_SOURCE_REMOVE;
  self->holding = TRUE;
  g_signal_emit (self, signals[LISTEN], 0, TRUE);
  return G_SOURCE_REMOVE;
}

static void
let_go (HearthEntry *self)
{
  g_clear_handle_id (&self->hold, g_source_remove);
  if (!self->holding)
    return;
  self->holding = FALSE;
  self->let_go = g_get_monotonic_time ();
  hearth_speech_client_finish (self->speech);
}

/* The button's own gesture claims what is pressed, and would cancel another one. */
static gboolean
button_event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, gpointer user_data)
{
  HearthEntry *self = user_data;

  switch ((int) gdk_event_get_event_type (event)) {
  case GDK_BUTTON_PRESS:
    if (gdk_button_event_get_button (event) != GDK_BUTTON_PRIMARY)
      break;
    G_GNUC_FALLTHROUGH;
  case GDK_TOUCH_BEGIN:
    g_clear_handle_id (&self->hold, g_source_remove);
    if (find_role (self) == BUTTON_LISTEN)
      self->hold = g_timeout_add (HOLD_MS, hold_cb, self);
    break;
  case GDK_BUTTON_RELEASE:
  case GDK_TOUCH_END:
  case GDK_TOUCH_CANCEL:
  case GDK_GRAB_BROKEN:
    let_go (self);
    break;
  default:
    break;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
attach_cb (HearthEntry *self)
{
  g_signal_emit (self, signals[ATTACH], 0);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, gpointer user_data)
{
  HearthEntry *self = user_data;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up) {
    g_signal_emit (self, signals[RECALL], 0, 1);
    return GDK_EVENT_STOP;
  }
  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down) {
    g_signal_emit (self, signals[RECALL], 0, -1);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
changed_cb (HearthEntry *self)
{
  update_button (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
hearth_entry_grab_focus (GtkWidget *widget)
{
  return gtk_entry_grab_focus_without_selecting (HEARTH_ENTRY (widget)->text);
}

static void
hearth_entry_dispose (GObject *object)
{
  HearthEntry *self = HEARTH_ENTRY (object);

  g_clear_handle_id (&self->hold, g_source_remove);
  if (self->speech != NULL)
    g_signal_handlers_disconnect_by_data (self->speech, self);
  g_clear_object (&self->speech);
  g_clear_pointer (&self->attach, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->text, gtk_widget_unparent);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_entry_parent_class)->dispose (object);
}

static void
hearth_entry_class_init (HearthEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_entry_dispose;
  widget_class->grab_focus = hearth_entry_grab_focus;

  /**
   * HearthEntry::said:
   * @words: what the owner has said
   */
  signals[SAID] = g_signal_new ("said", HEARTH_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * HearthEntry::stop:
   *
   * The owner wants no more of the answer.
   */
  signals[STOP] = g_signal_new ("stop", HEARTH_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  /**
   * HearthEntry::recall:
   * @steps: 1 for what was said before, -1 for what was said after
   */
  signals[RECALL] = g_signal_new ("recall", HEARTH_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  /**
   * HearthEntry::attach:
   *
   * The owner wants to choose files that go with what they say.
   */
  signals[ATTACH] = g_signal_new ("attach", HEARTH_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  /**
   * HearthEntry::listen:
   * @held: whether it is for as long as the button is held
   *
   * The owner wants to speak.
   */
  signals[LISTEN] = g_signal_new ("listen", HEARTH_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  /**
   * HearthEntry::changed:
   *
   * Other words stand in it.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "sayer");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hearthdesktop/Hearth/hearth-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthEntry, attach);
  gtk_widget_class_bind_template_child (widget_class, HearthEntry, text);
  gtk_widget_class_bind_template_child (widget_class, HearthEntry, button);
}

static void
hearth_entry_init (HearthEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *events = gtk_event_controller_legacy_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect (events, "event", G_CALLBACK (button_event_cb), self);
  gtk_widget_add_controller (self->button, events);
  /* Nobody holds what cannot be seen. */
  g_signal_connect_swapped (self->button, "unmap", G_CALLBACK (let_go), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
  g_signal_connect_swapped (self->text, "activate", G_CALLBACK (say), self);
  g_signal_connect_swapped (self->text, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  g_signal_connect_swapped (self->attach, "clicked", G_CALLBACK (attach_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Ask or tell the companion"), -1);
  update_button (self);
}

/**
 * hearth_entry_get_text:
 * @self: an entry
 *
 * Returns: (transfer none): what is written and not yet said
 */
const char *
hearth_entry_get_text (HearthEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->text));
}

/**
 * hearth_entry_get_text_widget:
 * @self: an entry
 *
 * Returns: (transfer none): the widget into which one types and pastes
 */
GtkWidget *
hearth_entry_get_text_widget (HearthEntry *self)
{
  return GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->text)));
}

/**
 * hearth_entry_set_text:
 * @self: an entry
 * @text: words
 *
 * Writes words into the entry, ready to be changed or said.
 */
void
hearth_entry_set_text (HearthEntry *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->text), text);
  gtk_editable_set_position (GTK_EDITABLE (self->text), -1);
}

/**
 * hearth_entry_set_busy:
 * @self: an entry
 * @busy: whether an answer is being made
 *
 * Turns the button into one that stops, while nothing is written.
 */
void
hearth_entry_set_busy (HearthEntry *self, gboolean busy)
{
  self->busy = busy;
  update_button (self);
}

/**
 * hearth_entry_set_speech:
 * @self: an entry
 * @speech: what hears and speaks
 *
 * Lets the button open and close the microphone where there is something that hears, once.
 */
void
hearth_entry_set_speech (HearthEntry *self, HearthSpeechClient *speech)
{
  self->speech = g_object_ref (speech);
  g_signal_connect_swapped (speech, "changed", G_CALLBACK (update_button), self);
  update_button (self);
}
