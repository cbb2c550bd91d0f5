/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-card-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-json.h"
#include "hearth-link-scan.h"

/* What a card says is made of its content and of nothing else: what is shown is what is hashed, and
 * what is hashed is done. */

/**
 * hearth_card_line_free:
 * @self: (transfer full): a line
 */
void
hearth_card_line_free (HearthCardLine *self)
{
  g_free (self->label);
  g_free (self->value);
  g_free (self->origin);
  g_free (self->warning);
  g_free (self);
}

/* Returns: (transfer full) (nullable): what a card holds, if it is an object. */
static JsonNode *
read_content (const HearthCard *self)
{
  g_autoptr (JsonNode) root = hearth_json_parse (self->content, strlen (self->content));

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? g_steal_pointer (&root) : NULL;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, "");
}

static gint64
get_int (JsonObject *object, const char *name)
{
  return json_object_get_int_member_with_default (object, name, 0);
}

static gboolean
is_set (JsonObject *object, const char *name)
{
  return json_object_get_boolean_member_with_default (object, name, FALSE);
}

static JsonArray *
get_list (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static guint
count (JsonObject *object, const char *name)
{
  JsonArray *list = get_list (object, name);

  return list != NULL ? json_array_get_length (list) : 0;
}

static void
add (GPtrArray *lines, const char *label, const char *value, const char *origin,
     const char *warning)
{
  HearthCardLine *line;

  if (value == NULL || *value == '\0')
    return;
  line = g_new0 (HearthCardLine, 1);
  line->label = g_strdup (label);
  /* Of a value, nothing may look like a line of its own. */
  line->value = g_strdelimit (g_strdup (value), "\n\r\t", ' ');
  line->origin = g_strdup (origin);
  line->warning = g_strdup (warning);
  g_ptr_array_add (lines, line);
}

static char *
dup_person (JsonObject *person)
{
  const char *name = get_text (person, "name");
  const char *address = get_text (person, "address");

  return *name != '\0' && strcmp (name, address) != 0 ? g_strdup_printf ("%s <%s>", name, address)
                                                      : g_strdup (address);
}

/* Where an address comes from. */
static const char *
get_origin (JsonObject *person)
{
  const char *origin = get_text (person, "origin");

  if (strcmp (origin, "owner") == 0)
    return _("You wrote it here");
  if (strcmp (origin, "book") == 0)
    return _("In your address book");
  if (strcmp (origin, "sent") == 0)
    return _("You have written to them before");
  if (strcmp (origin, "event") == 0)
    return _("A guest of an event of yours");
  if (strcmp (origin, "sender") == 0)
    return _("The sender of the mail");
  if (strcmp (origin, "own") == 0)
    return _("Your own address");
  return NULL;
}

/* Letters that may look like others: an address as it is on the wire, or %NULL where there are
 * none. */
static char *
dup_unusual (const char *address)
{
  const char *domain = strrchr (address, '@');
  g_autofree char *ascii = domain != NULL ? g_hostname_to_ascii (domain + 1) : NULL;
  g_autofree char *local = NULL;

  if (g_str_is_ascii (address))
    return NULL;
  if (domain == NULL || ascii == NULL)
    return g_strdup ("?");
  local = g_strndup (address, (gsize) (domain - address));
  if (g_str_is_ascii (local))
    return g_steal_pointer (&ascii);
  g_free (ascii);
  ascii = g_strescape (local, NULL);
  return g_strconcat (ascii, domain, NULL);
}

/* What to look at twice in an address. */
static char *
dup_warning (JsonObject *person)
{
  g_autofree char *unusual = dup_unusual (get_text (person, "address"));
  const char *first = is_set (person, "first") ? _("First mail to this address") : NULL;
  g_autofree char *letters = NULL;

  if (unusual == NULL)
    return g_strdup (first);
  /* Translators: %s is an address with letters that may look like others, as it is on the wire */
  letters = g_strdup_printf (_("Written with unusual letters: %s"), unusual);
  return g_strjoin ("; ", letters, first, NULL);
}

static void
add_people (GPtrArray *lines, JsonObject *object, const char *name, const char *label)
{
  JsonArray *list = get_list (object, name);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonObject *person = json_array_get_object_element (list, i);
    g_autofree char *value = dup_person (person);
    g_autofree char *warning = dup_warning (person);

    add (lines, label, value, get_origin (person), warning);
  }
}

/* With its year: a card may lie for a while. */
static char *
dup_day (gint64 when, gboolean is_date)
{
  g_autoptr (GDateTime) at =
      is_date ? g_date_time_new_from_unix_utc (when) : hearth_clock_dup_at (when);

  return at != NULL ? g_date_time_format (at, _("%A, %-d %B %Y")) : g_strdup ("");
}

static char *
dup_moment (gint64 when)
{
  g_autofree char *day = dup_day (when, FALSE);
  g_autofree char *time = hearth_format_time (when);

  return g_strdup_printf ("%s, %s", day, time);
}

static char *
dup_span (gint64 start, gint64 end, gboolean all_day)
{
  g_autofree char *first = dup_day (start, all_day);
  g_autofree char *last = dup_day (MAX (all_day ? end - 1 : end, start), all_day);
  g_autofree char *from = all_day ? NULL : hearth_format_time (start);
  g_autofree char *to = all_day ? NULL : hearth_format_time (end);

  if (all_day)
    return strcmp (first, last) == 0 ? g_strdup_printf (_("%s, all day"), first)
                                     : g_strdup_printf ("%s – %s", first, last);
  return strcmp (first, last) == 0 ? g_strdup_printf ("%s, %s – %s", first, from, to)
                                   : g_strdup_printf ("%s, %s – %s, %s", first, from, last, to);
}

static void
add_span (GPtrArray *lines, JsonObject *object, const char *label, const char *start,
          const char *end)
{
  g_autofree char *value = NULL;

  if (!json_object_has_member (object, start))
    return;
  value = dup_span (get_int (object, start), get_int (object, end), is_set (object, "all_day"));
  add (lines, label, value, NULL, NULL);
}

static void
add_mail (GPtrArray *lines, JsonObject *object)
{
  JsonNode *from = json_object_get_member (object, "from");
  JsonNode *answers = json_object_get_member (object, "answers");

  if (from != NULL && JSON_NODE_HOLDS_OBJECT (from)) {
    g_autofree char *value = dup_person (json_node_get_object (from));

    add (lines, _("From"), value, NULL, NULL);
  }
  add_people (lines, object, "to", _("To"));
  add_people (lines, object, "cc", _("Copy"));
  add_people (lines, object, "bcc", _("Hidden copy"));
  add (lines, _("Not used"), get_text (object, "unused_reply_to"),
       _("The mail asks for answers there"), _("An answer goes to its sender only"));
  add (lines, _("Subject"), get_text (object, "subject"), NULL, NULL);
  if (answers != NULL && JSON_NODE_HOLDS_OBJECT (answers))
    add (lines, _("Answers"), get_text (json_node_get_object (answers), "subject"), NULL, NULL);
}

static const char *
get_answer (const char *answer)
{
  if (strcmp (answer, "accepted") == 0)
    return _("Yes");
  return strcmp (answer, "tentative") == 0 ? _("Maybe") : _("No");
}

static void
add_event (GPtrArray *lines, const char *verb, JsonObject *object)
{
  gboolean moves = strcmp (verb, "move_event") == 0;

  add (lines, _("Event"), get_text (object, "title"), NULL, NULL);
  if (moves)
    add_span (lines, object, _("Until now"), "was_start", "was_end");
  add_span (lines, object, moves ? _("From now on") : _("When"), "start", "end");
  if (json_object_has_member (object, "recurrence_id"))
    add (lines, _("Repeats"), _("Only this one"), NULL, NULL);
  add (lines, _("Where"), get_text (object, "location"), NULL, NULL);
  add (lines, _("Calendar"), get_text (object, "calendar_name"), NULL, NULL);
  if (strcmp (verb, "respond") == 0) {
    add (lines, _("Answer"), get_answer (get_text (object, "answer")), NULL, NULL);
    add_people (lines, object, "to", _("To"));
  }
  add_people (lines, object, "guests",
              strcmp (verb, "invite") == 0 || strcmp (verb, "create_event") == 0
                  ? _("Invited")
                  : _("Told by mail"));
  add_people (lines, object, "told", _("Told by mail"));
}

static void
add_messages (GPtrArray *lines, JsonObject *object)
{
  JsonArray *list = get_list (object, "messages");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonObject *message = json_array_get_object_element (list, i);
    const char *subject = get_text (message, "subject");

    add (lines, *get_text (message, "from") != '\0' ? get_text (message, "from") : _("Mail"),
         *subject != '\0' ? subject : _("No subject"), NULL, NULL);
  }
}

static void
add_hosts (GPtrArray *lines, const HearthCard *self)
{
  g_autoptr (GPtrArray) hosts = hearth_card_list_hosts (self);

  for (guint i = 0; i < hosts->len; i++)
    add (lines, _("Links to"), g_ptr_array_index (hosts, i), NULL, NULL);
}

static gboolean
is_mail (const char *verb)
{
  return strcmp (verb, "reply") == 0 || strcmp (verb, "send") == 0 || strcmp (verb, "draft") == 0;
}

/**
 * hearth_card_list_lines:
 * @self: a card
 *
 * Says all that would be done but for the text of a mail or an event, which hearth_card_dup_body()
 * gives: every recipient, every time, every message, the host of every link.
 *
 * Returns: (transfer full) (element-type HearthCardLine): what the card shows, in order
 */
GPtrArray *
hearth_card_list_lines (const HearthCard *self)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_card_line_free);
  g_autoptr (JsonNode) root = read_content (self);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;

  if (object == NULL)
    return lines;
  if (is_mail (self->verb)) {
    add_mail (lines, object);
  } else if (json_object_has_member (object, "messages")) {
    add_messages (lines, object);
  } else if (strcmp (self->verb, "remind") == 0) {
    g_autofree char *when = dup_moment (get_int (object, "at"));

    add (lines, _("What"), get_text (object, "text"), NULL, NULL);
    add (lines, _("When"), when, NULL, NULL);
  } else if (strcmp (self->verb, "remember") == 0) {
    add (lines, _("About"), get_text (object, "subject"), NULL, NULL);
    add (lines, _("What"), get_text (object, "text"), NULL, NULL);
  } else {
    add_event (lines, self->verb, object);
  }
  add_hosts (lines, self);
  return lines;
}

/**
 * hearth_card_dup_body:
 * @self: a card
 *
 * Returns: (transfer full) (nullable): the text of a mail or of an event, whole, which a model may
 *   have written; it is shown as such, as plain text
 */
char *
hearth_card_dup_body (const HearthCard *self)
{
  g_autoptr (JsonNode) root = read_content (self);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  const char *text;

  if (object == NULL)
    return NULL;
  text = get_text (object, is_mail (self->verb) ? "text" : "description");
  return *text != '\0' ? g_strdup (text) : NULL;
}

static void
add_hosts_of (GPtrArray *hosts, const char *text)
{
  g_autoptr (GPtrArray) links = hearth_link_scan (text);

  for (guint i = 0; i < links->len; i++) {
    const HearthLink *link = g_ptr_array_index (links, i);
    const char *name = link->host != NULL ? link->host : link->text;

    if (!g_ptr_array_find_with_equal_func (hosts, name, g_str_equal, NULL))
      g_ptr_array_add (hosts, g_strdup (name));
  }
}

/**
 * hearth_card_list_hosts:
 * @self: a card
 *
 * Returns: (transfer full) (element-type utf8): where the links in what it would send or write
 * lead, each once
 */
GPtrArray *
hearth_card_list_hosts (const HearthCard *self)
{
  static const char *const texts[] = { "subject", "text", "title", "location", "description" };
  GPtrArray *hosts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonNode) root = read_content (self);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;

  for (guint i = 0; object != NULL && i < G_N_ELEMENTS (texts); i++) {
    if (strcmp (self->verb, "remember") != 0)
      add_hosts_of (hosts, get_text (object, texts[i]));
  }
  return hosts;
}

static char *
dup_first_name (JsonObject *object, const char *list)
{
  JsonObject *person =
      count (object, list) > 0 ? json_array_get_object_element (get_list (object, list), 0) : NULL;

  if (person == NULL)
    return g_strdup ("");
  return g_strdup (*get_text (person, "name") != '\0' ? get_text (person, "name")
                                                      : get_text (person, "address"));
}

static char *
dup_messages_title (const HearthCard *self, JsonObject *object)
{
  guint n = count (object, "messages");

  if (strcmp (self->verb, "trash") == 0)
    return g_strdup_printf (ngettext ("Move %u mail to the trash", "Move %u mails to the trash", n),
                            n);
  if (strcmp (self->verb, "archive") == 0)
    return g_strdup_printf (ngettext ("Archive %u mail", "Archive %u mails", n), n);
  if (!is_set (object, "on"))
    return g_strdup_printf (ngettext ("Unflag %u mail", "Unflag %u mails", n), n);
  return g_strdup_printf (ngettext ("Flag %u mail", "Flag %u mails", n), n);
}

/**
 * hearth_card_dup_title:
 * @self: a card
 *
 * Returns: (transfer full): what it proposes, in a few words
 */
char *
hearth_card_dup_title (const HearthCard *self)
{
  g_autoptr (JsonNode) root = read_content (self);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;

  if (object == NULL)
    return g_strdup (_("A proposal that cannot be read"));
  if (strcmp (self->verb, "reply") == 0) {
    g_autofree char *name = dup_first_name (object, "to");

    /* Translators: %s is a person */
    return g_strdup_printf (_("Reply to %s"), name);
  }
  if (strcmp (self->verb, "send") == 0) {
    g_autofree char *name = dup_first_name (object, "to");

    return count (object, "to") + count (object, "cc") + count (object, "bcc") == 1
               ? g_strdup_printf (_("Mail to %s"), name)
               : g_strdup (_("Mail to several people"));
  }
  if (json_object_has_member (object, "messages"))
    return dup_messages_title (self, object);
  if (strcmp (self->verb, "create_event") == 0)
    return g_strdup (count (object, "guests") > 0 ? _("New event with guests") : _("New event"));
  if (strcmp (self->verb, "move_event") == 0)
    return g_strdup (_("Move an event"));
  if (strcmp (self->verb, "cancel_event") == 0)
    return g_strdup (_("Cancel an event"));
  if (strcmp (self->verb, "invite") == 0)
    return g_strdup (_("Invite to an event"));
  if (strcmp (self->verb, "respond") == 0)
    return g_strdup (_("Answer an invitation"));
  if (strcmp (self->verb, "remind") == 0)
    return g_strdup (_("Reminder"));
  return g_strdup (strcmp (self->verb, "remember") == 0 ? _("Remember this") : _("Draft"));
}

/**
 * hearth_card_dup_accept_label:
 * @self: a card
 *
 * Returns: (transfer full): what stands on the button that accepts it
 */
char *
hearth_card_dup_accept_label (const HearthCard *self)
{
  g_autoptr (JsonNode) root = read_content (self);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  gboolean guests = object != NULL && count (object, "guests") > 0;

  if (strcmp (self->verb, "reply") == 0 || strcmp (self->verb, "send") == 0)
    return g_strdup (_("Send"));
  if (strcmp (self->verb, "create_event") == 0)
    return g_strdup (guests ? _("Create and invite") : _("Create"));
  if (strcmp (self->verb, "move_event") == 0)
    return g_strdup (guests ? _("Move and tell them") : _("Move"));
  if (strcmp (self->verb, "cancel_event") == 0)
    return g_strdup (guests ? _("Cancel it and tell them") : _("Cancel the event"));
  if (strcmp (self->verb, "invite") == 0)
    return g_strdup (_("Invite"));
  if (strcmp (self->verb, "respond") == 0)
    return g_strdup (_("Send the answer"));
  if (strcmp (self->verb, "archive") == 0)
    return g_strdup (_("Archive"));
  if (strcmp (self->verb, "trash") == 0)
    return g_strdup (_("Move to the trash"));
  if (strcmp (self->verb, "flag") == 0)
    return g_strdup (object != NULL && is_set (object, "on") ? _("Flag") : _("Unflag"));
  if (strcmp (self->verb, "remind") == 0)
    return g_strdup (_("Remind me"));
  return g_strdup (strcmp (self->verb, "remember") == 0 ? _("Remember") : _("Do it"));
}

/**
 * hearth_card_dup_state:
 * @self: a card
 *
 * Returns: (transfer full): what became of it, a sentence; "" while it waits
 */
char *
hearth_card_dup_state (const HearthCard *self)
{
  switch (self->state) {
  case HEARTH_CARD_ACCEPTED:
    return g_strdup (_("You accepted it."));
  case HEARTH_CARD_DECLINED:
    return g_strdup (_("You declined it."));
  case HEARTH_CARD_FAILED:
    return g_strdup_printf (_("It could not be done: %s"),
                            self->problem != NULL ? self->problem : "");
  case HEARTH_CARD_EXPIRED:
    return g_strdup_printf (_("It no longer holds: %s"),
                            self->problem != NULL ? self->problem : "");
  case HEARTH_CARD_WAITING:
  default:
    return g_strdup ("");
  }
}

/**
 * hearth_card_dup_text:
 * @self: a card
 *
 * Returns: (transfer full): all that it shows as lines of text, for a terminal
 */
char *
hearth_card_dup_text (const HearthCard *self)
{
  g_autoptr (GPtrArray) lines = hearth_card_list_lines (self);
  g_autofree char *title = hearth_card_dup_title (self);
  g_autofree char *body = hearth_card_dup_body (self);
  g_autofree char *state = hearth_card_dup_state (self);
  GString *out = g_string_new (title);

  g_string_append_c (out, '\n');
  for (guint i = 0; i < lines->len; i++) {
    const HearthCardLine *line = g_ptr_array_index (lines, i);

    g_string_append_printf (out, "  %s: %s", line->label, line->value);
    if (line->origin != NULL)
      g_string_append_printf (out, "  (%s)", line->origin);
    if (line->warning != NULL)
      g_string_append_printf (out, "\n    ! %s", line->warning);
    g_string_append_c (out, '\n');
  }
  if (body != NULL) {
    g_auto (GStrv) parts = g_strsplit (body, "\n", -1);

    g_string_append_c (out, '\n');
    for (guint i = 0; parts[i] != NULL; i++)
      g_string_append_printf (out, "  | %s\n", parts[i]);
  }
  if (*state != '\0')
    g_string_append_printf (out, "\n  %s\n", state);
  return g_string_free (out, FALSE);
}
