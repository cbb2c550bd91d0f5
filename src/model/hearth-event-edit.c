/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-edit.h"

#include "hearth-clock.h"
#include "hearth-recipients.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

static const char *const kind_names[] = {
  "create", "change", "cancel", "answer", "complete", "restore",
};
static const char *const scope_names[] = { "all", "this", "future" };

static gboolean
find_name (const char *const *names, gsize n_names, const char *name, guint *place)
{
  for (gsize i = 0; i < n_names; i++) {
    if (g_strcmp0 (names[i], name) == 0) {
      *place = i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_edit_scope_to_string:
 * @scope: a scope
 *
 * Returns: (transfer none): its name, as on D-Bus
 */
const char *
hearth_edit_scope_to_string (HearthEditScope scope)
{
  g_return_val_if_fail ((guint) scope < G_N_ELEMENTS (scope_names), "");
  return scope_names[scope];
}

/**
 * hearth_edit_scope_from_string:
 * @name: a name
 * @scope: (out): the scope
 *
 * Returns: whether there is such a scope
 */
gboolean
hearth_edit_scope_from_string (const char *name, HearthEditScope *scope)
{
  guint place;

  if (!find_name (scope_names, G_N_ELEMENTS (scope_names), name, &place))
    return FALSE;
  *scope = (HearthEditScope) place;
  return TRUE;
}

/**
 * hearth_event_edit_new:
 * @kind: what is to be done
 * @uid: (nullable): the UID; %NULL makes a new one
 *
 * Makes an edit of now to be filled in by its maker before it is handed on.
 *
 * Returns: (transfer full): an edit that sets nothing
 */
HearthEventEdit *
hearth_event_edit_new (HearthEventEditKind kind, const char *uid)
{
  HearthEventEdit *self = g_new0 (HearthEventEdit, 1);

  self->kind = kind;
  self->uid = uid != NULL ? g_strdup (uid) : g_uuid_string_random ();
  self->at = hearth_clock_now ();
  return self;
}

/**
 * hearth_event_edit_free:
 * @self: (nullable) (transfer full): an edit
 */
void
hearth_event_edit_free (HearthEventEdit *self)
{
  if (self == NULL)
    return;
  g_free (self->uid);
  g_free (self->tzid);
  g_free (self->summary);
  g_free (self->description);
  g_free (self->location);
  g_free (self->url);
  g_free (self->rrule);
  g_clear_pointer (&self->alarms, g_array_unref);
  g_clear_pointer (&self->invite, g_ptr_array_unref);
  g_clear_pointer (&self->uninvite, g_ptr_array_unref);
  hearth_address_free (self->organizer);
  g_free (self->attendee);
  g_free (self->comment);
  g_free (self->content);
  g_free (self);
}

/* The texts of an edit by the names under which they are packed. */
typedef struct {
  const char *name;
  gsize offset;
} TextField;

static const TextField text_fields[] = {
  { "uid", G_STRUCT_OFFSET (HearthEventEdit, uid) },
  { "tzid", G_STRUCT_OFFSET (HearthEventEdit, tzid) },
  { "summary", G_STRUCT_OFFSET (HearthEventEdit, summary) },
  { "description", G_STRUCT_OFFSET (HearthEventEdit, description) },
  { "location", G_STRUCT_OFFSET (HearthEventEdit, location) },
  { "url", G_STRUCT_OFFSET (HearthEventEdit, url) },
  { "rrule", G_STRUCT_OFFSET (HearthEventEdit, rrule) },
  { "attendee", G_STRUCT_OFFSET (HearthEventEdit, attendee) },
  { "comment", G_STRUCT_OFFSET (HearthEventEdit, comment) },
  { "content", G_STRUCT_OFFSET (HearthEventEdit, content) },
};

static void
add_number (JsonBuilder *builder, const char *name, gint64 value)
{
  if (value == 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_address (JsonBuilder *builder, const HearthAddress *address)
{
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, address->name != NULL ? address->name : "");
  json_builder_add_string_value (builder, address->address);
  json_builder_end_array (builder);
}

static void
add_lists (JsonBuilder *builder, const HearthEventEdit *self)
{
  if (self->alarms != NULL) {
    json_builder_set_member_name (builder, "alarms");
    json_builder_begin_array (builder);
    for (guint i = 0; i < self->alarms->len; i++)
      json_builder_add_int_value (builder, g_array_index (self->alarms, int, i));
    json_builder_end_array (builder);
  }
  if (self->invite != NULL) {
    json_builder_set_member_name (builder, "invite");
    json_builder_begin_array (builder);
    for (guint i = 0; i < self->invite->len; i++)
      add_address (builder, g_ptr_array_index (self->invite, i));
    json_builder_end_array (builder);
  }
  if (self->uninvite != NULL) {
    json_builder_set_member_name (builder, "uninvite");
    json_builder_begin_array (builder);
    for (guint i = 0; i < self->uninvite->len; i++)
      json_builder_add_string_value (builder, g_ptr_array_index (self->uninvite, i));
    json_builder_end_array (builder);
  }
  if (self->organizer != NULL) {
    json_builder_set_member_name (builder, "organizer");
    add_address (builder, self->organizer);
  }
}

/**
 * hearth_event_edit_pack:
 * @self: an edit
 *
 * Returns: (transfer full): all of it as one text, for hearth_event_edit_unpack()
 */
char *
hearth_event_edit_pack (const HearthEventEdit *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, kind_names[self->kind]);
  json_builder_set_member_name (builder, "scope");
  json_builder_add_string_value (builder, hearth_edit_scope_to_string (self->scope));
  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++) {
    const char *value = G_STRUCT_MEMBER (char *, self, text_fields[i].offset);

    if (value == NULL)
      continue;
    json_builder_set_member_name (builder, text_fields[i].name);
    json_builder_add_string_value (builder, value);
  }
  add_number (builder, "recurrence", self->recurrence_id);
  add_number (builder, "timed", self->has_span);
  add_number (builder, "start", self->span.start);
  add_number (builder, "end", self->span.end);
  add_number (builder, "all-day", self->all_day);
  add_number (builder, "partstat", self->partstat);
  add_number (builder, "done", self->done);
  add_number (builder, "at", self->at);
  add_lists (builder, self);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static HearthAddress *
read_address (JsonArray *pair)
{
  if (pair == NULL || json_array_get_length (pair) != 2)
    return NULL;
  return hearth_address_new (json_array_get_string_element (pair, 0),
                             json_array_get_string_element (pair, 1));
}

static void
read_lists (HearthEventEdit *self, JsonObject *object)
{
  JsonArray *alarms = get_array (object, "alarms");
  JsonArray *invite = get_array (object, "invite");
  JsonArray *uninvite = get_array (object, "uninvite");

  if (alarms != NULL)
    self->alarms = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; alarms != NULL && i < json_array_get_length (alarms); i++) {
    int alarm = (int) json_array_get_int_element (alarms, i);

    g_array_append_val (self->alarms, alarm);
  }
  if (invite != NULL)
    self->invite = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_address_free);
  for (guint i = 0; invite != NULL && i < json_array_get_length (invite); i++) {
    HearthAddress *address = read_address (json_array_get_array_element (invite, i));

    if (address != NULL)
      g_ptr_array_add (self->invite, address);
  }
  if (uninvite != NULL)
    self->uninvite = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; uninvite != NULL && i < json_array_get_length (uninvite); i++)
    g_ptr_array_add (self->uninvite, g_strdup (json_array_get_string_element (uninvite, i)));
  self->organizer = read_address (get_array (object, "organizer"));
}

/**
 * hearth_event_edit_unpack:
 * @packed: what hearth_event_edit_pack() made
 * @error: %HEARTH_MODEL_ERROR_BAD_FORMAT
 *
 * Returns: (transfer full) (nullable): the edit
 */
HearthEventEdit *
hearth_event_edit_unpack (const char *packed, GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (packed, NULL);
  JsonObject *object =
      root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const char *kind = NULL, *scope = NULL;
  guint kind_place, scope_place;
  HearthEventEdit *self;

  if (object != NULL) {
    kind = json_object_get_string_member_with_default (object, "kind", NULL);
    scope = json_object_get_string_member_with_default (object, "scope", NULL);
  }
  if (!find_name (kind_names, G_N_ELEMENTS (kind_names), kind, &kind_place) ||
      !find_name (scope_names, G_N_ELEMENTS (scope_names), scope, &scope_place)) {
    g_set_error_literal (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_FORMAT,
                         _("The change to this event is damaged."));
    return NULL;
  }
  self = g_new0 (HearthEventEdit, 1);
  self->kind = (HearthEventEditKind) kind_place;
  self->scope = (HearthEditScope) scope_place;
  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    G_STRUCT_MEMBER (char *, self, text_fields[i].offset) =
        g_strdup (json_object_get_string_member_with_default (object, text_fields[i].name, NULL));
  self->recurrence_id = json_object_get_int_member_with_default (object, "recurrence", 0);
  self->has_span = json_object_get_int_member_with_default (object, "timed", 0) != 0;
  self->span.start = json_object_get_int_member_with_default (object, "start", 0);
  self->span.end = json_object_get_int_member_with_default (object, "end", 0);
  self->all_day = json_object_get_int_member_with_default (object, "all-day", 0) != 0;
  self->partstat = (HearthPartstat) json_object_get_int_member_with_default (object, "partstat", 0);
  self->done = json_object_get_int_member_with_default (object, "done", 0) != 0;
  self->at = json_object_get_int_member_with_default (object, "at", 0);
  read_lists (self, object);
  if (self->uid == NULL)
    self->uid = g_strdup ("");
  return self;
}
