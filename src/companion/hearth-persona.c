/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-persona.h"

#include <locale.h>
#include <string.h>

#include "hearth-store-messages.h"
#include "hearth-text.h"

/* A name is part of the chrome: a header, a notification. */
#define MAX_NAME 40

struct _HearthPersona {
  GObject parent_instance;

  char *name;    /* (owned) */
  char *owner;   /* (owned) */
  char *country; /* (owned) */
  gboolean chosen;
};

enum { PROP_NAME = 1, PROP_CHOSEN, PROP_OWNER, PROP_COUNTRY, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HearthPersona, hearth_persona, G_TYPE_OBJECT)

/* Short, easily said and heard in the language, and rare enough to be nobody's in the house. */
static const char *const names_en[] = { "Iris", "Juno", "Wren", "Tess", "Orla", "Edie", "Enid",
                                        "Isla", "Nell", "Thea", "Arlo", "Otis", "Milo", "Rowan" };
static const char *const names_de[] = {
  "Iris",  "Edda", "Juna", "Lore", "Malin", "Fenja", "Tilda",
  "Ronja", "Enno", "Juri", "Arne", "Milo",  "Ole",   "Taavi"
};
static const char *const names_any[] = { "Iris", "Noa",  "Mina", "Lena", "Ada",  "Vera",
                                         "Nora", "Milo", "Emil", "Luca", "Alma", "Sol" };

static const struct {
  const char *language;
  const char *const *names;
  gsize n_names;
} tables[] = {
  { "en", names_en, G_N_ELEMENTS (names_en) },
  { "de", names_de, G_N_ELEMENTS (names_de) },
  { "", names_any, G_N_ELEMENTS (names_any) },
};

/* What may stand as a name: one line of plain text, no marks that would change the line it is in.
 */
static char *
clean_name (const char *text)
{
  g_autofree char *clean = hearth_text_clean (text, strnlen (text, 4096));
  g_autofree char *cut = NULL;

  g_strdelimit (clean, "\n\r\t", ' ');
  g_strstrip (clean);
  cut = g_utf8_substring (clean, 0, MIN (g_utf8_strlen (clean, -1), MAX_NAME));
  return g_strdup (g_strstrip (cut));
}

static gboolean
set_text (HearthPersona *self, char **place, const char *text, int prop)
{
  g_autofree char *clean = clean_name (text != NULL ? text : "");

  if (g_strcmp0 (*place, clean) == 0)
    return FALSE;
  g_free (*place);
  *place = g_steal_pointer (&clean);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
  return TRUE;
}

static void
hearth_persona_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HearthPersona *self = HEARTH_PERSONA (object);

  switch (id) {
  case PROP_NAME:
    set_text (self, &self->name, g_value_get_string (value), PROP_NAME);
    return;
  case PROP_CHOSEN:
    if (self->chosen != g_value_get_boolean (value)) {
      self->chosen = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
    }
    return;
  case PROP_OWNER:
    set_text (self, &self->owner, g_value_get_string (value), PROP_OWNER);
    return;
  case PROP_COUNTRY:
    set_text (self, &self->country, g_value_get_string (value), PROP_COUNTRY);
    return;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
hearth_persona_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HearthPersona *self = HEARTH_PERSONA (object);

  switch (id) {
  case PROP_NAME:
    g_value_set_string (value, self->name);
    return;
  case PROP_CHOSEN:
    g_value_set_boolean (value, self->chosen);
    return;
  case PROP_OWNER:
    g_value_set_string (value, self->owner);
    return;
  case PROP_COUNTRY:
    g_value_set_string (value, self->country);
    return;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
hearth_persona_finalize (GObject *object)
{
  HearthPersona *self = HEARTH_PERSONA (object);

  g_free (self->name);
  g_free (self->owner);
  g_free (self->country);
  G_OBJECT_CLASS (hearth_persona_parent_class)->finalize (object);
}

static void
hearth_persona_class_init (HearthPersonaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->set_property = hearth_persona_set_property;
  object_class->get_property = hearth_persona_get_property;
  object_class->finalize = hearth_persona_finalize;
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  props[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE, flags);
  props[PROP_OWNER] = g_param_spec_string ("owner", NULL, NULL, "", flags);
  props[PROP_COUNTRY] = g_param_spec_string ("country", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hearth_persona_init (HearthPersona *self)
{
  self->name = g_strdup ("");
  self->owner = g_strdup ("");
  self->country = g_strdup ("");
}

/**
 * hearth_persona_new:
 *
 * Returns: (transfer full): a persona that has no name yet
 */
HearthPersona *
hearth_persona_new (void)
{
  return g_object_new (HEARTH_TYPE_PERSONA, NULL);
}

/**
 * hearth_persona_get_name:
 * @self: a persona
 *
 * Returns: (transfer none): its name; that of the program while it has none
 */
const char *
hearth_persona_get_name (HearthPersona *self)
{
  return *self->name != '\0' ? self->name : "Hearth";
}

/**
 * hearth_persona_get_chosen:
 * @self: a persona
 *
 * Returns: whether it chose its name itself
 */
gboolean
hearth_persona_get_chosen (HearthPersona *self)
{
  return self->chosen;
}

/**
 * hearth_persona_get_owner:
 * @self: a persona
 *
 * Returns: (transfer none): how the owner wants to be called, or ""
 */
const char *
hearth_persona_get_owner (HearthPersona *self)
{
  return self->owner;
}

/**
 * hearth_persona_dup_country:
 * @self: a persona
 *
 * Returns: (transfer full): where the owner lives, two capitals by ISO 3166-1; "" if neither they
 *   nor the locale say so
 */
char *
hearth_persona_dup_country (HearthPersona *self)
{
  const char *locale;
  const char *territory;

  if (strlen (self->country) == 2)
    return g_ascii_strup (self->country, 2);
  /* What people set to their place is how times and money are written; the language need not be. */
  locale = setlocale (LC_TIME, NULL);
  territory = locale != NULL ? strchr (locale, '_') : NULL;
  if (territory == NULL || !g_ascii_isupper (territory[1]) || !g_ascii_isupper (territory[2]))
    return g_strdup ("");
  return g_strndup (territory + 1, 2);
}

/**
 * hearth_persona_rename:
 * @self: a persona
 * @name: what its owner wants to call it
 *
 * Returns: whether that is a name; otherwise nothing was changed
 */
gboolean
hearth_persona_rename (HearthPersona *self, const char *name)
{
  g_autofree char *clean = clean_name (name);

  if (*clean == '\0')
    return FALSE;
  g_object_set (self, "chosen", FALSE, "name", clean, NULL);
  return TRUE;
}

/**
 * hearth_persona_set_owner:
 * @self: a persona
 * @owner: how its owner wants to be called; "" is not by name
 *
 * Returns: whether that could be taken
 */
gboolean
hearth_persona_set_owner (HearthPersona *self, const char *owner)
{
  g_autofree char *clean = clean_name (owner);

  if (*owner != '\0' && *clean == '\0')
    return FALSE;
  g_object_set (self, "owner", clean, NULL);
  return TRUE;
}

/* Nobody likes to share a name with a program: those of the owner and of everyone they know are
 * taken, and what begins like one. */
static gboolean
is_taken (HearthDatabase *db, const char *name)
{
  g_autofree char *folded = hearth_text_fold (name);
  g_autofree char *owner = hearth_text_fold (g_get_real_name ());
  g_autofree char *user = hearth_text_fold (g_get_user_name ());
  g_autoptr (GPtrArray) people = NULL;

  if (strstr (owner, folded) != NULL || strstr (user, folded) != NULL)
    return TRUE;
  people = db != NULL ? hearth_store_people_find (db, name, 1, NULL) : NULL;
  return people != NULL && people->len > 0;
}

/**
 * hearth_persona_choose:
 * @self: a persona
 * @db: (nullable): where the owner's people are
 * @language: of the owner, such as "de" or "pt_BR"
 * @seed: which of the names that fit
 *
 * Chooses a name, unless it has one that the owner gave it or that still is nobody's whom the
 * owner knows.
 *
 * Returns: whether it has a new name
 */
gboolean
hearth_persona_choose (HearthPersona *self, HearthDatabase *db, const char *language, guint32 seed)
{
  gsize table = 0;

  if (*self->name != '\0' && !self->chosen)
    return FALSE;
  if (*self->name != '\0' && !is_taken (db, self->name))
    return FALSE;
  while (*tables[table].language != '\0' && !g_str_has_prefix (language, tables[table].language))
    table++;
  for (gsize i = 0; i < tables[table].n_names; i++) {
    const char *name = tables[table].names[(seed + i) % tables[table].n_names];

    if (!is_taken (db, name)) {
      g_object_set (self, "chosen", TRUE, "name", name, NULL);
      return TRUE;
    }
  }
  return FALSE;
}
