/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-meeting-briefing.h"

#include "hearth-meeting-link.h"
#include "hearth-store-events.h"
#include "hearth-store-messages.h"
#include "hearth-store-search.h"

#include <glib/gi18n.h>
#include <string.h>

/* More guests than these make an assembly, of which nobody wants a list. */
#define MAX_GUESTS 20
#define MAX_NAMES 3
#define MAX_MAILS 5
#define MAX_FILES 10
/* Of so many mails that have a word of the title those with a guest are looked for. */
#define MAX_LOOKED_AT 200
#define MAX_WORDS 6
#define MIN_WORD 3

static void
guest_free (gpointer data)
{
  HearthMeetingGuest *guest = data;

  hearth_address_free (guest->who);
  g_free (guest->last_subject);
  g_free (guest);
}

static void
file_free (gpointer data)
{
  HearthMeetingFile *file = data;

  g_free (file->part);
  g_free (file->name);
  g_free (file);
}

static gboolean
is_among (GPtrArray *addresses, const char *address)
{
  for (guint i = 0; i < addresses->len; i++) {
    if (g_ascii_strcasecmp (g_ptr_array_index (addresses, i), address) == 0)
      return TRUE;
  }
  return FALSE;
}

static HearthMeetingGuest *
find_guest (const HearthMeetingBriefing *self, const HearthAddress *who)
{
  for (guint i = 0; who != NULL && i < self->people->len; i++) {
    HearthMeetingGuest *guest = g_ptr_array_index (self->people, i);

    if (g_ascii_strcasecmp (guest->who->address, who->address) == 0)
      return guest;
  }
  return NULL;
}

static void
add_guest (HearthMeetingBriefing *self, const HearthAddress *who, HearthPartstat partstat)
{
  HearthMeetingGuest *guest;

  if (self->people->len >= MAX_GUESTS || find_guest (self, who) != NULL)
    return;
  guest = g_new0 (HearthMeetingGuest, 1);
  guest->who = hearth_address_new (who->name, who->address);
  guest->partstat = partstat;
  g_ptr_array_add (self->people, guest);
}

static void
add_people (HearthMeetingBriefing *self, const HearthEvent *event, GPtrArray *owners)
{
  HearthMeetingGuest *organizer;

  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    if (!is_among (owners, attendee->who->address))
      add_guest (self, attendee->who, attendee->partstat);
  }
  if (event->organizer == NULL || is_among (owners, event->organizer->address))
    return;
  /* Whoever invites comes, if nothing else is said. */
  add_guest (self, event->organizer, HEARTH_PARTSTAT_ACCEPTED);
  organizer = find_guest (self, event->organizer);
  if (organizer != NULL)
    organizer->organizer = TRUE;
}

static gboolean
add_last_mails (HearthMeetingBriefing *self, HearthDatabase *db, GError **error)
{
  for (guint i = 0; i < self->people->len; i++) {
    HearthMeetingGuest *guest = g_ptr_array_index (self->people, i);
    HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
    g_autoptr (GPtrArray) list = NULL;
    const HearthMessage *message;

    filter.from = guest->who->address;
    filter.incoming = TRUE;
    filter.limit = 1;
    list = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, error);
    if (list == NULL)
      return FALSE;
    if (list->len == 0)
      continue;
    message = g_ptr_array_index (list, 0);
    guest->last_mail = message->id;
    guest->last_subject = g_strdup (message->subject);
  }
  return TRUE;
}

/* The words of a title that can tell one matter from another, as a query for any of them. What is
 * said of every meeting tells nothing, nor does a guest's name, whom every mail names. */
static char *
make_query (const HearthMeetingBriefing *self)
{
  static const char *const common[] = { "meeting", "call",    "sync",        "with",
                                        "and",     "the",     "for",         "about",
                                        "weekly",  "monthly", "daily",       "catch",
                                        "chat",    "talk",    "appointment", NULL };
  g_auto (GStrv) words = g_str_tokenize_and_fold (self->summary, NULL, NULL);
  g_autoptr (GString) query = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; words[i] != NULL && n < MAX_WORDS; i++) {
    gboolean is_name = FALSE;

    for (guint j = 0; j < self->people->len && !is_name; j++) {
      const HearthMeetingGuest *guest = g_ptr_array_index (self->people, j);
      g_auto (GStrv) names =
          g_str_tokenize_and_fold (hearth_address_get_label (guest->who), NULL, NULL);

      is_name = g_strv_contains ((const char *const *) names, words[i]);
    }
    if (is_name || g_utf8_strlen (words[i], -1) < MIN_WORD || g_strv_contains (common, words[i]))
      continue;
    g_string_append_printf (query, "%s\"%s\"", n > 0 ? " OR " : "", words[i]);
    n++;
  }
  return n > 0 ? g_string_free (g_steal_pointer (&query), FALSE) : NULL;
}

static gboolean
is_with_guest (const HearthMeetingBriefing *self, const HearthMessage *message)
{
  if (find_guest (self, message->from) != NULL)
    return TRUE;
  for (guint i = 0; i < message->to->len; i++) {
    if (find_guest (self, g_ptr_array_index (message->to, i)) != NULL)
      return TRUE;
  }
  for (guint i = 0; i < message->cc->len; i++) {
    if (find_guest (self, g_ptr_array_index (message->cc, i)) != NULL)
      return TRUE;
  }
  return FALSE;
}

static void
add_files (HearthMeetingBriefing *self, const HearthMessage *message)
{
  for (guint i = 0; i < message->attachments->len && self->files->len < MAX_FILES; i++) {
    const HearthAttachment *attachment = g_ptr_array_index (message->attachments, i);
    gboolean known = FALSE;
    HearthMeetingFile *file;

    /* The newest version of a file stands for the older ones; the invitation itself is none. */
    for (guint j = 0; j < self->files->len && !known; j++)
      known = g_str_equal (((HearthMeetingFile *) g_ptr_array_index (self->files, j))->name,
                           attachment->name);
    if (known || g_str_equal (attachment->content_type, "text/calendar") ||
        g_str_equal (attachment->content_type, "application/ics"))
      continue;
    file = g_new0 (HearthMeetingFile, 1);
    file->message = message->id;
    file->part = g_strdup (attachment->part);
    file->name = g_strdup (attachment->name);
    g_ptr_array_add (self->files, file);
  }
}

static gboolean
add_mails (HearthMeetingBriefing *self, HearthDatabase *db, GError **error)
{
  HearthSearchOptions options = { .limit = MAX_LOOKED_AT };
  g_autofree char *query = make_query (self);
  g_autoptr (GPtrArray) found = NULL;

  if (query == NULL || self->people->len == 0)
    return TRUE;
  found = hearth_store_search (db, query, &options, HEARTH_DETAIL_ENVELOPE, error);
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len && self->mails->len < MAX_MAILS; i++) {
    HearthMessage *message = g_ptr_array_index (found, i);

    if (!is_with_guest (self, message))
      continue;
    g_ptr_array_add (self->mails, hearth_message_ref (message));
    add_files (self, message);
  }
  return TRUE;
}

static void
append_sentence (GString *text, const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
}

static void
append_people (const HearthMeetingBriefing *self, GString *text)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *sentence = NULL;
  guint n = 0;
  guint more = 0;

  for (guint i = 0; i < self->people->len; i++) {
    const HearthMeetingGuest *guest = g_ptr_array_index (self->people, i);

    if (guest->partstat == HEARTH_PARTSTAT_DECLINED)
      continue;
    if (n == MAX_NAMES) {
      more++;
      continue;
    }
    g_string_append_printf (names, "%s%s", n > 0 ? ", " : "",
                            hearth_address_get_label (guest->who));
    n++;
  }
  if (n == 0)
    return;
  if (more > 0)
    sentence = g_strdup_printf (ngettext ("With %s and %u more.", "With %s and %u more.", more),
                                names->str, more);
  else
    sentence = g_strdup_printf (_("With %s."), names->str);
  append_sentence (text, sentence);
}

static void
append_declined (const HearthMeetingBriefing *self, GString *text)
{
  for (guint i = 0; i < self->people->len; i++) {
    const HearthMeetingGuest *guest = g_ptr_array_index (self->people, i);
    g_autofree char *sentence = NULL;

    if (guest->partstat != HEARTH_PARTSTAT_DECLINED)
      continue;
    sentence = g_strdup_printf (_("%s does not come."), hearth_address_get_label (guest->who));
    append_sentence (text, sentence);
  }
}

static char *
make_sentence (const HearthMeetingBriefing *self)
{
  GString *text = g_string_new (NULL);

  append_people (self, text);
  append_declined (self, text);
  if (self->mails->len > 0) {
    const HearthMessage *newest = g_ptr_array_index (self->mails, 0);
    g_autofree char *sentence = NULL;

    if (newest->from != NULL)
      sentence = g_strdup_printf (_("Last mail about it: “%s” from %s."), newest->subject,
                                  hearth_address_get_label (newest->from));
    else
      sentence = g_strdup_printf (_("Last mail about it: “%s”."), newest->subject);
    append_sentence (text, sentence);
  }
  if (self->files->len > 0) {
    g_autofree char *sentence =
        g_strdup_printf (ngettext ("%u attachment.", "%u attachments.", self->files->len),
                         self->files->len);

    append_sentence (text, sentence);
  }
  if (self->location != NULL && strstr (self->location, "://") == NULL) {
    g_autofree char *sentence = g_strdup_printf (_("Where: %s."), self->location);

    append_sentence (text, sentence);
  }
  return g_string_free (text, FALSE);
}

static char *
dup_join (const HearthEvent *event)
{
  char *link = hearth_meeting_link_dup_first (event->url, TRUE);

  if (link == NULL)
    link = hearth_meeting_link_dup_first (event->location, TRUE);
  if (link == NULL)
    link = hearth_meeting_link_dup_first (event->description, TRUE);
  return link;
}

/**
 * hearth_meeting_briefing_new:
 * @db: a database
 * @event_id: the row of an event
 * @start: when the occurrence that is meant begins, seconds since 1970 UTC, or 0 for the first
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Gathers what is known of a meeting: who comes, the newest mails with them that have a word of its
 * title, and how to get there. Takes milliseconds and asks nobody.
 *
 * Returns: (transfer full) (nullable): a briefing; %HEARTH_STORE_ERROR_NOT_FOUND if there is no
 * such event
 */
HearthMeetingBriefing *
hearth_meeting_briefing_new (HearthDatabase *db, gint64 event_id, gint64 start, GError **error)
{
  g_autoptr (HearthMeetingBriefing) self = NULL;
  g_autoptr (HearthEvent) event = hearth_store_events_get (db, event_id, error);
  g_autoptr (GPtrArray) owners = NULL;

  if (event == NULL)
    return NULL;
  owners = hearth_store_people_list_owner (db, error);
  if (owners == NULL)
    return NULL;
  self = g_new0 (HearthMeetingBriefing, 1);
  self->summary = g_strdup (event->summary);
  self->start = start != 0 ? start : event->span.start;
  self->people = g_ptr_array_new_with_free_func (guest_free);
  self->mails = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  self->files = g_ptr_array_new_with_free_func (file_free);
  self->location = g_strdup (event->location);
  self->join = dup_join (event);
  add_people (self, event, owners);
  if (!add_last_mails (self, db, error) || !add_mails (self, db, error))
    return NULL;
  self->sentence = make_sentence (self);
  return g_steal_pointer (&self);
}

/**
 * hearth_meeting_briefing_free:
 * @self: (nullable) (transfer full): a briefing
 */
void
hearth_meeting_briefing_free (HearthMeetingBriefing *self)
{
  if (self == NULL)
    return;
  g_free (self->sentence);
  g_free (self->summary);
  g_free (self->join);
  g_free (self->location);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->mails, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_free (self);
}

static const char *
name_answer (HearthPartstat partstat)
{
  switch (partstat) {
  case HEARTH_PARTSTAT_ACCEPTED:
    return "accepted";
  case HEARTH_PARTSTAT_DECLINED:
    return "declined";
  case HEARTH_PARTSTAT_TENTATIVE:
    return "tentative";
  case HEARTH_PARTSTAT_DELEGATED:
    return "delegated";
  case HEARTH_PARTSTAT_NEEDS_ACTION:
  default:
    return "needs-action";
  }
}

static GVariant *
people_to_variant (const HearthMeetingBriefing *self)
{
  GVariantBuilder people = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < self->people->len; i++) {
    const HearthMeetingGuest *guest = g_ptr_array_index (self->people, i);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "name", "s", hearth_address_get_label (guest->who));
    g_variant_dict_insert (&dict, "address", "s", guest->who->address);
    g_variant_dict_insert (&dict, "answer", "s", name_answer (guest->partstat));
    g_variant_dict_insert (&dict, "last-mail", "x", guest->last_mail);
    g_variant_dict_insert (&dict, "last-subject", "s",
                           guest->last_subject != NULL ? guest->last_subject : "");
    g_variant_builder_add_value (&people, g_variant_dict_end (&dict));
  }
  return g_variant_builder_end (&people);
}

/**
 * hearth_meeting_briefing_to_variant:
 * @self: a briefing
 *
 * Returns: (transfer floating): an `a{sv}` as the method Briefing of the service returns it
 */
GVariant *
hearth_meeting_briefing_to_variant (const HearthMeetingBriefing *self)
{
  GVariantBuilder mails = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ax"));
  GVariantBuilder files = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  GVariantDict dict;

  for (guint i = 0; i < self->mails->len; i++)
    g_variant_builder_add (&mails, "x",
                           ((const HearthMessage *) g_ptr_array_index (self->mails, i))->id);
  for (guint i = 0; i < self->files->len; i++) {
    const HearthMeetingFile *file = g_ptr_array_index (self->files, i);
    GVariantDict one;

    g_variant_dict_init (&one, NULL);
    g_variant_dict_insert (&one, "message", "x", file->message);
    g_variant_dict_insert (&one, "part", "s", file->part);
    g_variant_dict_insert (&one, "name", "s", file->name);
    g_variant_builder_add_value (&files, g_variant_dict_end (&one));
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "sentence", "s", self->sentence);
  g_variant_dict_insert_value (&dict, "people", people_to_variant (self));
  g_variant_dict_insert_value (&dict, "mails", g_variant_builder_end (&mails));
  g_variant_dict_insert_value (&dict, "attachments", g_variant_builder_end (&files));
  g_variant_dict_insert (&dict, "join", "s", self->join != NULL ? self->join : "");
  g_variant_dict_insert (&dict, "location", "s", self->location != NULL ? self->location : "");
  return g_variant_dict_end (&dict);
}
