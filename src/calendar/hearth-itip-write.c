/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-itip.h"

#include "hearth-civil.h"
#include "hearth-itip-text.h"
#include "hearth-vtimezone.h"

#include <libical/ical.h>
#include <string.h>

/* Messages about events, RFC 5546, and what of them goes into a calendar. What was written by
 * others goes on as they wrote it wherever it means the same. */

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hearth//Hearth " HEARTH_VERSION "//EN\r\n"
#define TAIL "END:VCALENDAR\r\n"

static void
append_component (GString *out, icalcomponent *component)
{
  char *text;

  icalcomponent_strip_errors (component);
  text = icalcomponent_as_ical_string_r (component);
  g_string_append (out, text);
  icalmemory_free_buffer (text);
}

/* The piece as libical has it, or NULL if it cannot be used. */
static icalcomponent *
parse_piece (const HearthItipText *text, const HearthItipPiece *piece)
{
  g_autofree char *slice = g_strndup (text->text + piece->offset, piece->end - piece->offset);
  icalcomponent *component = icalparser_parse_string (slice);

  if (component != NULL && icalcomponent_isa (component) == ICAL_VEVENT_COMPONENT)
    return component;
  if (component != NULL)
    icalcomponent_free (component);
  return NULL;
}

static void
remove_properties (icalcomponent *component, icalproperty_kind kind)
{
  icalproperty *property;

  while ((property = icalcomponent_get_first_property (component, kind)) != NULL) {
    icalcomponent_remove_property (component, property);
    icalproperty_free (property);
  }
}

/* In what is inside of it, too. */
static void
remove_everywhere (icalcomponent *component, icalproperty_kind kind)
{
  remove_properties (component, kind);
  for (icalcomponent *inner = icalcomponent_get_first_component (component, ICAL_ANY_COMPONENT);
       inner != NULL; inner = icalcomponent_get_next_component (component, ICAL_ANY_COMPONENT))
    remove_everywhere (inner, kind);
}

static void
remove_alarms (icalcomponent *component)
{
  icalcomponent *alarm;

  while ((alarm = icalcomponent_get_first_component (component, ICAL_VALARM_COMPONENT)) != NULL) {
    icalcomponent_remove_component (component, alarm);
    icalcomponent_free (alarm);
  }
}

static struct icaltimetype
make_utc (gint64 seconds)
{
  g_autofree char *bare = hearth_civil_format (seconds, FALSE);
  g_autofree char *utc = g_strconcat (bare, "Z", NULL);

  return icaltime_from_string (utc);
}

static void
set_stamp (icalcomponent *component, gint64 at)
{
  remove_properties (component, ICAL_DTSTAMP_PROPERTY);
  icalcomponent_add_property (component, icalproperty_new_dtstamp (make_utc (at)));
}

/* Appends the zones that one of the events names, each once, as they stand in @text; and one of our
 * own for an Olson name that the text leaves to its reader. */
static void
append_zones (GString *out, const HearthItipText *text, GPtrArray *components)
{
  g_autoptr (GHashTable) done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < components->len; i++) {
    for (icalproperty *property =
             icalcomponent_get_first_property (components->pdata[i], ICAL_ANY_PROPERTY);
         property != NULL;
         property = icalcomponent_get_next_property (components->pdata[i], ICAL_ANY_PROPERTY)) {
      icalparameter *parameter = icalproperty_get_first_parameter (property, ICAL_TZID_PARAMETER);
      const char *tzid = parameter != NULL ? icalparameter_get_tzid (parameter) : NULL;
      gboolean found = FALSE;

      if (tzid == NULL || !g_hash_table_add (done, g_strdup (tzid)))
        continue;
      for (guint k = 0; k < text->zone_pieces->len && !found; k++) {
        const HearthItipPiece *piece = g_ptr_array_index (text->zone_pieces, k);

        found = g_strcmp0 (piece->uid, tzid) == 0;
        if (found)
          g_string_append_len (out, text->text + piece->offset, piece->end - piece->offset);
      }
      if (!found) {
        g_autofree char *own = hearth_vtimezone_dup (tzid, 0);

        if (own != NULL)
          g_string_append (out, own);
      }
    }
  }
}

static void
free_component (gpointer component)
{
  icalcomponent_free (component);
}

static char *
write_calendar (const HearthItipText *text, GPtrArray *components, const char *method)
{
  GString *out = g_string_new (HEAD);

  if (method != NULL)
    g_string_append_printf (out, "METHOD:%s\r\n", method);
  append_zones (out, text, components);
  for (guint i = 0; i < components->len; i++)
    append_component (out, components->pdata[i]);
  g_string_append (out, TAIL);
  return g_string_free (out, FALSE);
}

static icalparameter_partstat
partstat_to_ical (HearthPartstat partstat)
{
  switch (partstat) {
  case HEARTH_PARTSTAT_ACCEPTED:
    return ICAL_PARTSTAT_ACCEPTED;
  case HEARTH_PARTSTAT_DECLINED:
    return ICAL_PARTSTAT_DECLINED;
  case HEARTH_PARTSTAT_TENTATIVE:
    return ICAL_PARTSTAT_TENTATIVE;
  case HEARTH_PARTSTAT_DELEGATED:
    return ICAL_PARTSTAT_DELEGATED;
  case HEARTH_PARTSTAT_NEEDS_ACTION:
  default:
    return ICAL_PARTSTAT_NEEDSACTION;
  }
}

static void
copy_properties (icalcomponent *from, icalcomponent *to, icalproperty_kind kind)
{
  icalproperty *property = icalcomponent_get_first_property (from, kind);

  if (property != NULL)
    icalcomponent_add_property (to, icalproperty_new_clone (property));
}

/* The answer to one VEVENT: what tells which event and which version of it is meant, and who says
 * what, RFC 5546, section 3.2.3. The rest is the organizer's own. */
static icalcomponent *
make_answer (icalcomponent *asked, const HearthAddress *who, HearthPartstat partstat,
             const char *comment, gint64 at)
{
  static const icalproperty_kind kept[] = {
    ICAL_UID_PROPERTY,     ICAL_RECURRENCEID_PROPERTY, ICAL_SEQUENCE_PROPERTY,
    ICAL_DTSTART_PROPERTY, ICAL_DTEND_PROPERTY,        ICAL_DURATION_PROPERTY,
    ICAL_SUMMARY_PROPERTY, ICAL_ORGANIZER_PROPERTY,
  };
  icalcomponent *answer = icalcomponent_new (ICAL_VEVENT_COMPONENT);
  g_autofree char *uri = g_strconcat ("mailto:", who->address, NULL);
  icalproperty *attendee = icalproperty_new_attendee (uri);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    copy_properties (asked, answer, kept[i]);
  set_stamp (answer, at);
  icalproperty_add_parameter (attendee, icalparameter_new_partstat (partstat_to_ical (partstat)));
  if (who->name != NULL && *who->name != '\0')
    icalproperty_add_parameter (attendee, icalparameter_new_cn (who->name));
  icalcomponent_add_property (answer, attendee);
  if (comment != NULL && *comment != '\0')
    icalcomponent_add_property (answer, icalproperty_new_comment (comment));
  return answer;
}

static gboolean
has_master (const HearthItipText *text, const char *uid)
{
  for (guint i = 0; i < text->events->len; i++) {
    const HearthItipPiece *piece = g_ptr_array_index (text->events, i);

    if (!piece->has_id && g_strcmp0 (piece->uid, uid) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_itip_dup_reply:
 * @self: an invitation
 * @who: the owner, by the address that was invited
 * @partstat: the answer
 * @comment: (nullable): what is said with it
 * @at: when, seconds since 1970 UTC
 *
 * Returns: (transfer full): a REPLY to it; to the whole of a series if that is what it invites to,
 *   else to each of its occurrences
 */
char *
hearth_itip_dup_reply (const HearthItip *self, const HearthAddress *who, HearthPartstat partstat,
                       const char *comment, gint64 at)
{
  g_autoptr (GPtrArray) components = g_ptr_array_new_with_free_func (free_component);
  g_auto (HearthItipText) text = { 0 };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  gboolean whole;

  icalerror_set_errors_are_fatal (0);
  hearth_itip_text_init (&text, self->text, utc, NULL, NULL);
  whole = has_master (&text, self->uid);
  for (guint i = 0; i < text.events->len; i++) {
    const HearthItipPiece *piece = g_ptr_array_index (text.events, i);
    icalcomponent *asked;

    if (g_strcmp0 (piece->uid, self->uid) != 0 || (whole && piece->has_id))
      continue;
    asked = parse_piece (&text, piece);
    if (asked == NULL)
      continue;
    g_ptr_array_add (components, make_answer (asked, who, partstat, comment, at));
    icalcomponent_free (asked);
  }
  return write_calendar (&text, components, "REPLY");
}

/* Takes the pieces of @uid as components, and into @pieces which they are. The sender's alarms are
 * not the owner's. */
static GPtrArray *
take_components (const HearthItipText *text, const char *uid, GPtrArray *pieces)
{
  GPtrArray *components = g_ptr_array_new_with_free_func (free_component);

  for (guint i = 0; i < text->events->len; i++) {
    HearthItipPiece *piece = g_ptr_array_index (text->events, i);
    icalcomponent *component = g_strcmp0 (piece->uid, uid) == 0 ? parse_piece (text, piece) : NULL;

    if (component == NULL)
      continue;
    remove_alarms (component);
    /* It belongs to the whole; within an event somebody may take it for that. */
    remove_everywhere (component, ICAL_METHOD_PROPERTY);
    g_ptr_array_add (components, component);
    if (pieces != NULL)
      g_ptr_array_add (pieces, piece);
  }
  return components;
}

/**
 * hearth_itip_dup_content:
 * @self: an invitation
 *
 * Returns: (transfer full): what of it goes into a calendar: no METHOD (RFC 4791, section 4.1), and
 *   none of the sender's alarms
 */
char *
hearth_itip_dup_content (const HearthItip *self)
{
  g_autoptr (GPtrArray) components = NULL;
  g_auto (HearthItipText) text = { 0 };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  icalerror_set_errors_are_fatal (0);
  hearth_itip_text_init (&text, self->text, utc, NULL, NULL);
  components = take_components (&text, self->uid, NULL);
  return write_calendar (&text, components, NULL);
}

/**
 * hearth_itip_dup_imports:
 * @text: a calendar's text, whoever wrote it
 * @uids: (element-type utf8): which of its events are wanted
 *
 * Takes events out of a file for the owner's own calendar: without METHOD, alarms, organizer and
 * guests. A server that schedules (RFC 6638) would else write to people whom the owner never chose.
 *
 * Returns: (transfer full) (element-type utf8): a calendar with one event, or one series, for each
 * of
 *   @uids in their order; %NULL for what cannot be taken over
 */
GPtrArray *
hearth_itip_dup_imports (const char *text, GPtrArray *uids)
{
  GPtrArray *imports = g_ptr_array_new_with_free_func (g_free);
  g_auto (HearthItipText) pieces = { 0 };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  icalerror_set_errors_are_fatal (0);
  hearth_itip_text_init (&pieces, text, utc, NULL, NULL);
  for (guint i = 0; i < uids->len; i++) {
    g_autoptr (GPtrArray) components = take_components (&pieces, uids->pdata[i], NULL);

    for (guint k = 0; k < components->len; k++) {
      remove_everywhere (components->pdata[k], ICAL_ATTENDEE_PROPERTY);
      remove_everywhere (components->pdata[k], ICAL_ORGANIZER_PROPERTY);
    }
    g_ptr_array_add (imports,
                     components->len > 0 ? write_calendar (&pieces, components, NULL) : NULL);
  }
  return imports;
}

/* Moves the owner's own alarms to the newer version. */
static void
keep_alarms (icalcomponent *old, icalcomponent *component)
{
  icalcomponent *alarm;

  while ((alarm = icalcomponent_get_first_component (old, ICAL_VALARM_COMPONENT)) != NULL) {
    icalcomponent_remove_component (old, alarm);
    icalcomponent_add_component (component, alarm);
  }
}

static gboolean
times_differ (icalcomponent *old, icalcomponent *component, icalproperty_kind kind)
{
  icalproperty *a = icalcomponent_get_first_property (old, kind);
  icalproperty *b = icalcomponent_get_first_property (component, kind);
  g_autofree char *first = a != NULL ? g_strdup (icalproperty_as_ical_string (a)) : NULL;

  return g_strcmp0 (first, b != NULL ? icalproperty_as_ical_string (b) : NULL) != 0;
}

/* Whether the whole is at another time, or recurs otherwise, than it does in the calendar. */
static gboolean
whole_moved (const HearthItipText *old, const char *uid, icalcomponent *newer)
{
  gboolean moved = FALSE;

  for (guint i = 0; i < old->events->len; i++) {
    const HearthItipPiece *piece = g_ptr_array_index (old->events, i);
    icalcomponent *was =
        !piece->has_id && g_strcmp0 (piece->uid, uid) == 0 ? parse_piece (old, piece) : NULL;

    if (was == NULL)
      continue;
    moved |= times_differ (was, newer, ICAL_DTSTART_PROPERTY) ||
             times_differ (was, newer, ICAL_RRULE_PROPERTY);
    icalcomponent_free (was);
  }
  return moved;
}

/* A message about an event, and the same event as it stands in a calendar. */
typedef struct {
  HearthItipText message;
  HearthItipText old;
  GPtrArray *newer;  /* (owned) components of the message */
  GPtrArray *pieces; /* (owned) and which they are */
} Merge;

static void
merge_clear (Merge *self)
{
  hearth_itip_text_clear (&self->message);
  hearth_itip_text_clear (&self->old);
  g_ptr_array_unref (self->newer);
  g_ptr_array_unref (self->pieces);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Merge, merge_clear)

/* Whether the message says what is to become of a piece of the calendar. */
static gboolean
is_replaced (Merge *self, const HearthItipPiece *piece, icalcomponent *component)
{
  gint64 id = hearth_itip_text_get_id (&self->old, piece);

  for (guint i = 0; i < self->newer->len; i++) {
    const HearthItipPiece *each = g_ptr_array_index (self->pieces, i);

    if (hearth_itip_text_get_id (&self->message, each) == id) {
      keep_alarms (component, self->newer->pdata[i]);
      return TRUE;
    }
    /* Another time or rule of the whole makes the changes to its occurrences void. */
    if (!each->has_id && piece->has_id &&
        whole_moved (&self->old, piece->uid, self->newer->pdata[i]))
      return TRUE;
  }
  return FALSE;
}

/* The zones of both, each once. */
static void
append_both_zones (GString *out, Merge *self, GPtrArray *kept)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  append_zones (out, &self->old, kept);
  for (guint i = 0; kept->len > 0 && i < self->old.zone_pieces->len; i++) {
    const HearthItipPiece *piece = g_ptr_array_index (self->old.zone_pieces, i);

    if (piece->uid != NULL)
      g_hash_table_add (seen, piece->uid);
  }
  if (g_hash_table_size (seen) == 0) {
    append_zones (out, &self->message, self->newer);
    return;
  }
  for (guint i = 0; i < self->message.zone_pieces->len; i++) {
    const HearthItipPiece *piece = g_ptr_array_index (self->message.zone_pieces, i);

    if (piece->uid != NULL && g_hash_table_add (seen, piece->uid))
      g_string_append_len (out, self->message.text + piece->offset, piece->end - piece->offset);
  }
}

/**
 * hearth_itip_dup_merged:
 * @self: an invitation or update
 * @existing: the text of the resource that holds the event
 * @floating: the owner's zone
 *
 * Returns: (transfer full): the resource with what the message says in it: the event as a whole, or
 *   only some occurrences. The owner's alarms stay.
 */
char *
hearth_itip_dup_merged (const HearthItip *self, const char *existing, GTimeZone *floating)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (free_component);
  g_auto (Merge) merge = { 0 };
  GString *out = g_string_new (HEAD);

  icalerror_set_errors_are_fatal (0);
  hearth_itip_text_init (&merge.message, self->text, floating, NULL, NULL);
  hearth_itip_text_init (&merge.old, existing, floating, NULL, NULL);
  merge.pieces = g_ptr_array_new ();
  merge.newer = take_components (&merge.message, self->uid, merge.pieces);
  for (guint i = 0; i < merge.old.events->len; i++) {
    const HearthItipPiece *piece = g_ptr_array_index (merge.old.events, i);
    icalcomponent *component =
        g_strcmp0 (piece->uid, self->uid) == 0 ? parse_piece (&merge.old, piece) : NULL;

    if (component == NULL)
      continue;
    if (is_replaced (&merge, piece, component))
      icalcomponent_free (component);
    else
      g_ptr_array_add (kept, component);
  }
  append_both_zones (out, &merge, kept);
  for (guint i = 0; i < kept->len; i++)
    append_component (out, kept->pdata[i]);
  for (guint i = 0; i < merge.newer->len; i++)
    append_component (out, merge.newer->pdata[i]);
  g_string_append (out, TAIL);
  return g_string_free (out, FALSE);
}

static void
prepare_message (icalcomponent *component, HearthItipMethod method, gint64 at)
{
  set_stamp (component, at);
  remove_alarms (component);
  if (method == HEARTH_ITIP_CANCEL) {
    int sequence = icalcomponent_get_sequence (component);

    remove_properties (component, ICAL_STATUS_PROPERTY);
    icalcomponent_add_property (component, icalproperty_new_status (ICAL_STATUS_CANCELLED));
    remove_properties (component, ICAL_SEQUENCE_PROPERTY);
    icalcomponent_add_property (component, icalproperty_new_sequence (sequence + 1));
  }
}

/* An occurrence that has no VEVENT of its own yet: the whole's, with its id. */
static icalcomponent *
make_occurrence (const HearthItipText *text, const HearthItipPiece *piece, gint64 id)
{
  icalcomponent *component = parse_piece (text, piece);
  icalproperty *start;
  icalproperty *property;
  gboolean is_date;

  if (component == NULL)
    return NULL;
  start = icalcomponent_get_first_property (component, ICAL_DTSTART_PROPERTY);
  is_date = start != NULL && icalproperty_get_dtstart (start).is_date;
  remove_properties (component, ICAL_RRULE_PROPERTY);
  remove_properties (component, ICAL_RDATE_PROPERTY);
  remove_properties (component, ICAL_EXDATE_PROPERTY);
  remove_properties (component, ICAL_DTEND_PROPERTY);
  remove_properties (component, ICAL_DURATION_PROPERTY);
  remove_properties (component, ICAL_DTSTART_PROPERTY);
  if (is_date) {
    g_autofree char *date = hearth_civil_format (id, TRUE);
    struct icaltimetype time = icaltime_from_string (date);

    icalcomponent_add_property (component, icalproperty_new_dtstart (time));
    property = icalproperty_new_recurrenceid (time);
  } else {
    icalcomponent_add_property (component, icalproperty_new_dtstart (make_utc (id)));
    property = icalproperty_new_recurrenceid (make_utc (id));
  }
  icalcomponent_add_property (component, property);
  return component;
}

/**
 * hearth_itip_dup_message:
 * @method: %HEARTH_ITIP_REQUEST or %HEARTH_ITIP_CANCEL
 * @content: the text of the resource that holds the event
 * @uid: the event's UID
 * @recurrence_id: an occurrence, or 0 for the whole
 * @floating: the owner's zone
 * @at: when, seconds since 1970 UTC
 *
 * Makes what is sent to guests. The owner's alarms stay at home.
 *
 * Returns: (transfer full) (nullable): the message; %NULL if the event is not in @content
 */
char *
hearth_itip_dup_message (HearthItipMethod method, const char *content, const char *uid,
                         gint64 recurrence_id, GTimeZone *floating, gint64 at)
{
  g_autoptr (GPtrArray) components = g_ptr_array_new_with_free_func (free_component);
  g_auto (HearthItipText) text = { 0 };
  const HearthItipPiece *master = NULL;

  icalerror_set_errors_are_fatal (0);
  hearth_itip_text_init (&text, content, floating, NULL, NULL);
  for (guint i = 0; i < text.events->len; i++) {
    const HearthItipPiece *piece = g_ptr_array_index (text.events, i);
    icalcomponent *component;

    if (g_strcmp0 (piece->uid, uid) != 0)
      continue;
    if (!piece->has_id)
      master = piece;
    if (recurrence_id != 0 && hearth_itip_text_get_id (&text, piece) != recurrence_id)
      continue;
    /* To cancel the whole is to cancel each of its occurrences. */
    if (recurrence_id == 0 && method == HEARTH_ITIP_CANCEL && piece->has_id)
      continue;
    component = parse_piece (&text, piece);
    if (component != NULL)
      g_ptr_array_add (components, component);
  }
  if (components->len == 0 && master != NULL && recurrence_id != 0) {
    icalcomponent *component = make_occurrence (&text, master, recurrence_id);

    if (component != NULL)
      g_ptr_array_add (components, component);
  }
  if (components->len == 0)
    return NULL;
  for (guint i = 0; i < components->len; i++)
    prepare_message (components->pdata[i], method, at);
  return write_calendar (&text, components, hearth_itip_method_to_string (method));
}
