/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-people-verb.h"

#include "hearth-clock.h"
#include "hearth-style.h"
#include "hearth-format.h"
#include "hearth-keep.h"
#include "hearth-store-book.h"
#include "hearth-store-events.h"
#include "hearth-store-findings.h"
#include "hearth-store-messages.h"

#include <glib/gi18n.h>
#include <string.h>

/* People for the bus and for hearthctl. */

#define DAY ((gint64) 24 * 3600)
#define MAX_LISTED 100
#define MAX_MAILS 8
#define MAX_FINDINGS 6
#define BIRTHDAY_DAYS 31

static void
insert_time (GVariantDict *dict, const char *name, gint64 when)
{
  g_autofree char *iso = when != 0 ? hearth_format_iso (when) : NULL;

  if (iso != NULL)
    g_variant_dict_insert (dict, name, "s", iso);
}

static void
insert_strings (GVariantDict *dict, const char *name, GPtrArray *strings)
{
  g_variant_dict_insert_value (
      dict, name, g_variant_new_strv ((const char *const *) strings->pdata, strings->len));
}

/* "3 days ago", or the day. */
static char *
dup_last (const HearthPerson *person, gint64 now)
{
  gint64 last = hearth_person_get_last (person);

  return last != 0 ? hearth_format_day_short (last, now) : g_strdup (_("never"));
}

static void
insert_person (GVariantDict *dict, const HearthPerson *person, gint64 now)
{
  g_autofree char *last = dup_last (person, now);
  g_autofree char *text =
      /* Translators: a name, why they matter, and the day of the last contact */
      g_strdup_printf (_("%s: %s (last %s)"), person->name, person->reason, last);

  g_variant_dict_insert (dict, "name", "s", person->name);
  insert_strings (dict, "addresses", person->addresses);
  g_variant_dict_insert (dict, "score", "i", person->score);
  g_variant_dict_insert (dict, "reason", "s", person->reason);
  g_variant_dict_insert (dict, "listed", "b", person->listed);
  g_variant_dict_insert (dict, "sent", "u", person->n_sent);
  g_variant_dict_insert (dict, "received", "u", person->n_received);
  g_variant_dict_insert (dict, "answered", "u", person->n_answered);
  g_variant_dict_insert (dict, "meetings", "u", person->n_meetings);
  insert_time (dict, "last-contact", hearth_person_get_last (person));
  g_variant_dict_insert (dict, "text", "s", text);
}

static void
list_people (GVariantBuilder *out, GPtrArray *people, gint64 now)
{
  for (guint i = 0; i < MIN (people->len, MAX_LISTED); i++) {
    const HearthPerson *person = g_ptr_array_index (people, i);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    insert_person (&dict, person, now);
    g_variant_builder_add_value (out, g_variant_dict_end (&dict));
  }
}

static gboolean
is_theirs (const HearthPerson *person, const HearthAddress *who)
{
  for (guint i = 0; who != NULL && i < person->addresses->len; i++) {
    if (g_ascii_strcasecmp (person->addresses->pdata[i], who->address) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_among (const HearthPerson *person, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++) {
    if (is_theirs (person, addresses->pdata[i]))
      return TRUE;
  }
  return FALSE;
}

/* What is open between the two: what they asked, and what the owner promised them. */
static GVariant *
find_open (HearthDatabase *db, const HearthPerson *person, guint kinds, gboolean of_owner)
{
  HearthFindingFilter filter = { .kinds = kinds, .open = TRUE, .limit = 500 };
  g_autoptr (GPtrArray) findings = hearth_store_findings_list (db, &filter, NULL);
  GVariantBuilder out = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  guint n = 0;

  for (guint i = 0; findings != NULL && i < findings->len && n < MAX_FINDINGS; i++) {
    const HearthFinding *finding = g_ptr_array_index (findings, i);
    g_autoptr (GPtrArray) found =
        hearth_store_messages_get_envelopes (db, &finding->message_id, 1, NULL);
    const HearthMessage *message =
        found != NULL && found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
    GVariantDict dict;

    if (message == NULL ||
        !(of_owner ? is_among (person, message->to) : is_theirs (person, message->from)))
      continue;
    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "text", "s", finding->text);
    g_variant_dict_insert (&dict, "message", "x", finding->message_id);
    insert_time (&dict, "due", finding->due);
    g_variant_builder_add_value (&out, g_variant_dict_end (&dict));
    n++;
  }
  return g_variant_builder_end (&out);
}

static GVariant *
list_mails (HearthDatabase *db, const HearthPerson *person)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  GVariantBuilder out = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr (GPtrArray) found = NULL;

  if (person->addresses->len > 0) {
    filter.incoming = TRUE;
    filter.from = person->addresses->pdata[0];
    filter.limit = MAX_MAILS;
    found = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, NULL);
  }
  for (guint i = 0; found != NULL && i < found->len; i++) {
    const HearthMessage *message = g_ptr_array_index (found, i);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "message", "x", message->id);
    g_variant_dict_insert (&dict, "subject", "s", message->subject);
    insert_time (&dict, "date", message->date);
    g_variant_builder_add_value (&out, g_variant_dict_end (&dict));
  }
  return g_variant_builder_end (&out);
}

static void
insert_next_meeting (GVariantDict *dict, HearthDatabase *db, const HearthPerson *person, gint64 now)
{
  HearthSpan span = { now, now + 60 * DAY };
  g_autoptr (GPtrArray) found = hearth_store_events_between (db, span, 500, NULL);

  for (guint i = 0; found != NULL && i < found->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (found, i);
    const GPtrArray *attendees = occurrence->event->attendees;

    for (guint k = 0; k < attendees->len; k++) {
      if (!is_theirs (person, ((HearthAttendee *) attendees->pdata[k])->who))
        continue;
      g_variant_dict_insert (dict, "next-meeting", "s", occurrence->event->summary);
      g_variant_dict_insert (dict, "next-event", "x", occurrence->event->id);
      g_variant_dict_insert (dict, "next-event-start", "x", occurrence->span.start);
      insert_time (dict, "next-meeting-start", occurrence->span.start);
      return;
    }
  }
}

static void
show_person (GVariantBuilder *out, HearthDatabase *db, const HearthPerson *person, gint64 now)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  insert_person (&dict, person, now);
  insert_strings (&dict, "phones", person->phones);
  if (person->birthday != NULL)
    g_variant_dict_insert (&dict, "birthday", "s", person->birthday);
  insert_time (&dict, "last-sent", person->last_sent);
  insert_time (&dict, "last-received", person->last_received);
  insert_time (&dict, "last-met", person->last_met);
  insert_next_meeting (&dict, db, person, now);
  g_variant_dict_insert_value (&dict, "asks",
                               find_open (db, person,
                                          HEARTH_FINDING_BIT (HEARTH_FINDING_ASK) |
                                              HEARTH_FINDING_BIT (HEARTH_FINDING_QUESTION),
                                          FALSE));
  g_variant_dict_insert_value (
      &dict, "promises", find_open (db, person, HEARTH_FINDING_BIT (HEARTH_FINDING_PROMISE), TRUE));
  g_variant_dict_insert_value (&dict, "mails", list_mails (db, person));
  g_variant_builder_add_value (out, g_variant_dict_end (&dict));
}

static void
list_twins (GVariantBuilder *out, GPtrArray *people)
{
  g_autoptr (GPtrArray) twins = hearth_people_list_twins (people);

  for (guint i = 0; i < MIN (twins->len, MAX_LISTED); i++) {
    const HearthTwins *pair = g_ptr_array_index (twins, i);
    const char *one = pair->one->addresses->len > 0 ? pair->one->addresses->pdata[0] : "";
    const char *other = pair->other->addresses->len > 0 ? pair->other->addresses->pdata[0] : "";
    g_autofree char *text = g_strdup_printf ("%s <%s> = %s <%s>: %s", pair->one->name, one,
                                             pair->other->name, other, pair->reason);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "one", "s", pair->one->name);
    insert_strings (&dict, "one-addresses", pair->one->addresses);
    g_variant_dict_insert (&dict, "other", "s", pair->other->name);
    insert_strings (&dict, "other-addresses", pair->other->addresses);
    g_variant_dict_insert (&dict, "reason", "s", pair->reason);
    g_variant_dict_insert (&dict, "text", "s", text);
    g_variant_builder_add_value (out, g_variant_dict_end (&dict));
  }
}

static gboolean
list_birthdays (GVariantBuilder *out, HearthDatabase *db, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) birthdays = hearth_people_list_birthdays (db, now, BIRTHDAY_DAYS, error);

  for (guint i = 0; birthdays != NULL && i < birthdays->len; i++) {
    const HearthBirthday *birthday = g_ptr_array_index (birthdays, i);
    g_autofree char *text = hearth_birthday_dup_sentence (birthday, now);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "name", "s", birthday->name);
    insert_time (&dict, "day", birthday->day);
    if (birthday->age > 0)
      g_variant_dict_insert (&dict, "age", "u", birthday->age);
    if (birthday->event_id != 0)
      g_variant_dict_insert (&dict, "event", "x", birthday->event_id);
    g_variant_dict_insert (&dict, "text", "s", text);
    g_variant_builder_add_value (out, g_variant_dict_end (&dict));
  }
  return birthdays != NULL;
}

/* Whom to think of today and tomorrow. */
static gboolean
list_today (GVariantBuilder *out, HearthDatabase *db, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) birthdays = hearth_people_list_birthdays (db, now, 2, error);
  g_autoptr (GPtrArray) touch =
      birthdays != NULL ? hearth_people_list_touch (db, now, error) : NULL;

  if (touch == NULL)
    return FALSE;
  for (guint i = 0; i < birthdays->len; i++) {
    const HearthBirthday *birthday = g_ptr_array_index (birthdays, i);
    g_autofree char *text = hearth_birthday_dup_sentence (birthday, now);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "text", "s", text);
    if (birthday->event_id != 0) {
      g_variant_dict_insert (&dict, "event", "x", birthday->event_id);
      g_variant_dict_insert (&dict, "start", "x", birthday->start);
    }
    g_variant_builder_add_value (out, g_variant_dict_end (&dict));
  }
  for (guint i = 0; i < touch->len; i++) {
    const HearthTouch *one = g_ptr_array_index (touch, i);
    g_autofree char *text = hearth_touch_dup_sentence (one, now);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "text", "s", text);
    if (one->last_id != 0)
      g_variant_dict_insert (&dict, "message", "x", one->last_id);
    g_variant_builder_add_value (out, g_variant_dict_end (&dict));
  }
  return TRUE;
}

static gboolean
list_kept (GVariantBuilder *out, HearthDatabase *db, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) kept = hearth_store_keep_list (db, error);

  for (guint i = 0; kept != NULL && i < kept->len; i++) {
    const HearthKeep *keep = g_ptr_array_index (kept, i);
    HearthContactTimes times;
    g_autofree char *text = NULL;
    GVariantDict dict;

    if (!hearth_store_book_find_times (db, keep->address, now, &times, error))
      return FALSE;
    text = g_strdup_printf (ngettext ("%s: every %u day", "%s: every %u days", keep->days),
                            keep->name, keep->days);
    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "name", "s", keep->name);
    g_variant_dict_insert (&dict, "address", "s", keep->address);
    g_variant_dict_insert (&dict, "days", "u", keep->days);
    insert_time (&dict, "last-contact", MAX (MAX (times.received, times.sent), times.met));
    g_variant_dict_insert (&dict, "text", "s", text);
    g_variant_builder_add_value (out, g_variant_dict_end (&dict));
  }
  return kept != NULL;
}

/* How the owner writes to somebody. */
static gboolean
show_style (GVariantBuilder *out, HearthDatabase *db, const HearthPerson *person, GError **error)
{
  const char *address =
      person->addresses->len > 0 ? g_ptr_array_index (person->addresses, 0) : person->name;
  g_autoptr (HearthStyle) style = hearth_style_load (db, address, error);
  g_autofree char *text = NULL;
  GVariantDict dict;

  if (style == NULL)
    return FALSE;
  text = hearth_style_describe (style, person->name);
  if (*text == '\0')
    return TRUE;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "name", "s", person->name);
  g_variant_dict_insert (&dict, "address", "s", address);
  g_variant_dict_insert (&dict, "mails", "u", style->n_mails);
  g_variant_dict_insert (&dict, "text", "s", g_strchomp (text));
  g_variant_builder_add_value (out, g_variant_dict_end (&dict));
  return TRUE;
}

static gboolean
list_of_people (GVariantBuilder *out, HearthDatabase *db, const char *what, const char *name,
                gint64 now, GError **error)
{
  g_autoptr (GPtrArray) people = hearth_people_list (db, now, error);
  const HearthPerson *person;

  if (people == NULL)
    return FALSE;
  if (strcmp (what, "list") == 0) {
    list_people (out, people, now);
    return TRUE;
  }
  if (strcmp (what, "duplicates") == 0) {
    list_twins (out, people);
    return TRUE;
  }
  person = hearth_people_find (people, name);
  if (person == NULL) {
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 _("Hearth knows nobody called “%s”."), name);
    return FALSE;
  }
  if (strcmp (what, "style") == 0)
    return show_style (out, db, person, error);
  show_person (out, db, person, now);
  return TRUE;
}

/**
 * hearth_people_verb:
 * @engine: an engine
 * @what: "list", "show", "style" (how the owner writes to them), "duplicates", "birthdays", "today"
 * or "kept"
 * @name: whom to show or write to; else ""
 * @error: `HEARTH_ENGINE_ERROR_INVALID` if @what is none of these, `HEARTH_STORE_ERROR_NOT_FOUND`
 * if there is nobody of that name, or another #HearthStoreError
 *
 * Does what the method People of the service does.
 *
 * Returns: (transfer full) (nullable): an `aa{sv}`
 */
GVariant *
hearth_people_verb (HearthEngine *engine, const char *what, const char *name, GError **error)
{
  static const char *const of_people[] = { "list", "show", "style", "duplicates", NULL };
  HearthDatabase *db = hearth_engine_get_reader (engine);
  GVariantBuilder out = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  gint64 now = hearth_clock_now ();
  gboolean ok;

  if (g_strv_contains (of_people, what)) {
    ok = list_of_people (&out, db, what, name, now, error);
  } else if (strcmp (what, "birthdays") == 0) {
    ok = list_birthdays (&out, db, now, error);
  } else if (strcmp (what, "today") == 0) {
    ok = list_today (&out, db, now, error);
  } else if (strcmp (what, "kept") == 0) {
    ok = list_kept (&out, db, now, error);
  } else {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("“%s” is nothing that can be asked of people."), what);
    ok = FALSE;
  }
  if (ok)
    return g_variant_ref_sink (g_variant_builder_end (&out));
  g_variant_builder_clear (&out);
  return NULL;
}

/**
 * hearth_people_keep_verb:
 * @engine: an engine
 * @name: a name or an address
 * @days: after how many days without a word to tell it; 0 to tell it no more
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND` if there is nobody of that name, or what
 *   hearth_engine_keep_in_touch() gives
 *
 * Notes that the owner wants to keep in touch with somebody.
 *
 * Returns: (transfer full) (nullable): the name of whom it is about
 */
char *
hearth_people_keep_verb (HearthEngine *engine, const char *name, guint days, GError **error)
{
  g_autoptr (GPtrArray) people =
      hearth_people_list (hearth_engine_get_reader (engine), hearth_clock_now (), error);
  const HearthPerson *person = people != NULL ? hearth_people_find (people, name) : NULL;
  const char *address = NULL;

  if (people == NULL)
    return NULL;
  if (person != NULL && person->addresses->len > 0)
    address = person->addresses->pdata[0];
  else if (strchr (name, '@') != NULL)
    address = name;
  if (address == NULL) {
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 person != NULL ? _("Hearth knows no address of “%s”.")
                                : _("Hearth knows nobody called “%s”."),
                 name);
    return NULL;
  }
  if (!hearth_engine_keep_in_touch (engine, address, person != NULL ? person->name : name, days,
                                    error))
    return NULL;
  return g_strdup (person != NULL ? person->name : name);
}
