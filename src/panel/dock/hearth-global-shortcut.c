/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-global-shortcut.h"

#include "hearth-dock-config.h"
#include "hearth-shortcut-portal.h"

#include <glib/gi18n.h>
#ifdef HAVE_X11
#include "hearth-key-grab.h"

#include <gdk/x11/gdkx.h>
#endif

/**
 * HearthGlobalShortcut:
 *
 * The keys that show and hide the panel, or that are held to speak with it, whatever program has
 * the keyboard, in the way that this desktop has for it.
 */
struct _HearthGlobalShortcut {
  GObject parent_instance;

  GSettings *settings;          /* (owned) */
  HearthShortcutPortal *portal; /* (owned) (nullable): asked when it is first wanted */
  GObject *grab;                /* (owned) (nullable) (type HearthKeyGrab) */
  gboolean bound;               /* whether the portal was asked for keys */
  HearthShortcutPurpose purpose;
};

G_DEFINE_FINAL_TYPE (HearthGlobalShortcut, hearth_global_shortcut, G_TYPE_OBJECT)

enum { CHANGED, PRESSED, RELEASED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
pressed_cb (HearthGlobalShortcut *self)
{
  g_signal_emit (self, signals[PRESSED], 0);
}

static void
released_cb (HearthGlobalShortcut *self)
{
  g_signal_emit (self, signals[RELEASED], 0);
}

/* Xwayland sees keys only while one of its own windows has them. */
static gboolean
can_grab (void)
{
#ifdef HAVE_X11
  return GDK_IS_X11_DISPLAY (gdk_display_get_default ()) && g_getenv ("WAYLAND_DISPLAY") == NULL &&
         g_strcmp0 (g_getenv ("XDG_SESSION_TYPE"), "wayland") != 0;
#else
  return FALSE;
#endif
}

static void
grab (HearthGlobalShortcut *self, guint keyval, GdkModifierType modifiers)
{
#ifdef HAVE_X11
  HearthKeyGrab *grabbed = hearth_key_grab_new (gdk_display_get_default (), keyval, modifiers);

  if (grabbed == NULL)
    return;
  self->grab = G_OBJECT (grabbed);
  g_signal_connect_object (grabbed, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (grabbed, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
#endif
}

/* As the shortcuts specification of freedesktop.org writes keys. */
static char *
dup_trigger (guint keyval, GdkModifierType modifiers)
{
  return g_strconcat (modifiers & GDK_CONTROL_MASK ? "CTRL+" : "",
                      modifiers & GDK_ALT_MASK ? "ALT+" : "",
                      modifiers & GDK_SHIFT_MASK ? "SHIFT+" : "",
                      modifiers & GDK_SUPER_MASK ? "LOGO+" : "", gdk_keyval_name (keyval), NULL);
}

static void
apply (HearthGlobalShortcut *self)
{
  g_autofree char *keys =
      g_settings_get_string (self->settings, hearth_global_shortcut_get_setting (self));
  HearthShortcutMeans means;
  GdkModifierType modifiers = 0;
  guint keyval = 0;
  gboolean wanted = gtk_accelerator_parse (keys, &keyval, &modifiers) && keyval != 0;

  g_clear_object (&self->grab);
  if (wanted && self->portal == NULL)
    hearth_global_shortcut_look (self);
  means = hearth_global_shortcut_get_means (self);
  if (means == HEARTH_SHORTCUT_MEANS_X11 && wanted) {
    grab (self, keyval, modifiers);
  } else if (means == HEARTH_SHORTCUT_MEANS_PORTAL && (wanted || self->bound)) {
    g_autofree char *trigger = wanted ? dup_trigger (keyval, modifiers) : NULL;

    self->bound = wanted;
    hearth_shortcut_portal_bind (self->portal, trigger);
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
portal_changed_cb (HearthGlobalShortcut *self)
{
  if (!self->bound)
    apply (self);
  else
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
hearth_global_shortcut_dispose (GObject *object)
{
  HearthGlobalShortcut *self = HEARTH_GLOBAL_SHORTCUT (object);

  g_clear_object (&self->grab);
  if (self->portal != NULL)
    g_signal_handlers_disconnect_by_data (self->portal, self);
  g_clear_object (&self->portal);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_global_shortcut_parent_class)->dispose (object);
}

static void
hearth_global_shortcut_class_init (HearthGlobalShortcutClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_global_shortcut_dispose;

  /**
   * HearthGlobalShortcut::changed:
   *
   * Other keys call the panel, or another thing can be said of them.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_GLOBAL_SHORTCUT, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthGlobalShortcut::pressed:
   *
   * The keys were pressed.
   */
  signals[PRESSED] = g_signal_new ("pressed", HEARTH_TYPE_GLOBAL_SHORTCUT, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthGlobalShortcut::released:
   *
   * The keys are not held any more.
   */
  signals[RELEASED] = g_signal_new ("released", HEARTH_TYPE_GLOBAL_SHORTCUT, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_global_shortcut_init (HearthGlobalShortcut *self)
{
}

/**
 * hearth_global_shortcut_new:
 * @settings: Hearth's settings
 * @purpose: what the keys are for
 *
 * Returns: (transfer full): the keys of the setting for that, if it has some
 */
HearthGlobalShortcut *
hearth_global_shortcut_new (GSettings *settings, HearthShortcutPurpose purpose)
{
  HearthGlobalShortcut *self = g_object_new (HEARTH_TYPE_GLOBAL_SHORTCUT, NULL);
  g_autofree char *changed = NULL;

  self->settings = g_object_ref (settings);
  self->purpose = purpose;
  changed = g_strconcat ("changed::", hearth_global_shortcut_get_setting (self), NULL);
  g_signal_connect_object (settings, changed, G_CALLBACK (apply), self, G_CONNECT_SWAPPED);
  apply (self);
  return self;
}

/**
 * hearth_global_shortcut_look:
 * @self: the keys
 *
 * Has it find out what this desktop can do; #HearthGlobalShortcut::changed tells.
 */
void
hearth_global_shortcut_look (HearthGlobalShortcut *self)
{
  if (self->portal != NULL)
    return;
  if (self->purpose == HEARTH_SHORTCUT_TALK)
    self->portal = hearth_shortcut_portal_new ("talk", _("Speak with the companion, while held"));
  else
    self->portal = hearth_shortcut_portal_new ("toggle", _("Show or hide the companion"));
  g_signal_connect_swapped (self->portal, "changed", G_CALLBACK (portal_changed_cb), self);
  g_signal_connect_swapped (self->portal, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (self->portal, "released", G_CALLBACK (released_cb), self);
}

/**
 * hearth_global_shortcut_get_means:
 * @self: the keys
 *
 * Returns: how keys can call the panel on this desktop
 */
HearthShortcutMeans
hearth_global_shortcut_get_means (HearthGlobalShortcut *self)
{
  /* On X11 a grab does what the owner chose here, without another dialog. */
  if (can_grab ())
    return HEARTH_SHORTCUT_MEANS_X11;
  if (self->portal == NULL || !hearth_shortcut_portal_is_asked (self->portal))
    return HEARTH_SHORTCUT_MEANS_UNKNOWN;
  return hearth_shortcut_portal_is_there (self->portal) ? HEARTH_SHORTCUT_MEANS_PORTAL
                                                        : HEARTH_SHORTCUT_MEANS_NONE;
}

/**
 * hearth_global_shortcut_get_setting:
 * @self: the keys
 *
 * Returns: (transfer none): the name of the setting that they stand in
 */
const char *
hearth_global_shortcut_get_setting (HearthGlobalShortcut *self)
{
  return self->purpose == HEARTH_SHORTCUT_TALK ? "talk-shortcut" : "shortcut";
}

/**
 * hearth_global_shortcut_is_on:
 * @self: the keys
 *
 * Returns: whether keys call the panel
 */
gboolean
hearth_global_shortcut_is_on (HearthGlobalShortcut *self)
{
  return self->grab != NULL ||
         (self->portal != NULL && hearth_shortcut_portal_get_keys (self->portal) != NULL);
}

/**
 * hearth_global_shortcut_explain:
 * @self: the keys
 *
 * Returns: (transfer full): a sentence on the keys, or on how to have some
 */
char *
hearth_global_shortcut_explain (HearthGlobalShortcut *self)
{
  gboolean talk = self->purpose == HEARTH_SHORTCUT_TALK;
  g_autofree char *keys =
      g_settings_get_string (self->settings, hearth_global_shortcut_get_setting (self));
  HearthShortcutMeans means = hearth_global_shortcut_get_means (self);
  GdkModifierType modifiers = 0;
  guint keyval = 0;

  if (means == HEARTH_SHORTCUT_MEANS_NONE)
    return g_strdup (talk ? _("In your desktop’s keyboard settings, add a shortcut with the "
                               "command “hearth --listen”.")
                          : _("In your desktop’s keyboard settings, add a shortcut with the "
                               "command “hearth --toggle”."));
  if (means == HEARTH_SHORTCUT_MEANS_UNKNOWN || *keys == '\0')
    return g_strdup (talk ? _("Keys that you hold while you speak, from anywhere.")
                          : _("Keys that show and hide it from anywhere."));
  if (!hearth_global_shortcut_is_on (self))
    return g_strdup (_("These keys belong to another program. Choose others."));
  if (means == HEARTH_SHORTCUT_MEANS_PORTAL &&
      *hearth_shortcut_portal_get_keys (self->portal) != '\0')
    return g_strdup (hearth_shortcut_portal_get_keys (self->portal));
  gtk_accelerator_parse (keys, &keyval, &modifiers);
  return gtk_accelerator_get_label (keyval, modifiers);
}

/**
 * hearth_global_shortcut_took_focus:
 * @self: the keys, which were pressed just now
 * @window: a window
 *
 * Returns: whether the window had the keyboard until they were pressed, and gets it back
 */
gboolean
hearth_global_shortcut_took_focus (HearthGlobalShortcut *self, GtkWindow *window)
{
#ifdef HAVE_X11
  return self->grab != NULL && hearth_key_grab_has_focus (window);
#else
  return FALSE;
#endif
}
