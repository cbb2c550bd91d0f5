/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-habits.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-sent-letters.h"

/* What the owner does again and again, told from what they sent and what stands in their calendar.
 * Each is a proposal with its evidence; a habit needs enough of it, and hardly any against it. */

/* How the owner signs is told from so many of the newest mails. */
#define NEWEST 40
/* With fewer nothing is told. */
#define MIN_SIGNED 6
#define MIN_TO_PERSON 4
#define MIN_APPOINTMENTS 8
/* People of whom something may be told. */
#define MAX_PEOPLE 20
/* Mails with fewer words are no letters: "Done." is not signed by anybody. */
#define MIN_WORDS 3
/* What a new event takes if nobody says how long it is; it tells nothing of its owner. */
#define DEFAULT_MINUTES 60
#define NOON (12 * 60)
#define EVENING (18 * 60)
/* A name that stands in a sentence: letters, and what joins them. */
#define MAX_NAME 40

static gboolean
is_most (guint count, guint total, guint percent)
{
  return count * 100 >= total * percent;
}

/* Takes a habit into the list. The label says that it rests on what the owner sent and planned, and
 * that nobody said it. */
static void
add (GPtrArray *found, const char *kind, const char *subject, const char *slot, char *text,
     char *quote, char *reason)
{
  HearthMemory *memory = hearth_memory_new (kind, subject, text);

  g_free (memory->slot);
  memory->slot = g_strdup (slot);
  memory->quote = quote;
  memory->reason = reason;
  g_free (memory->source_kind);
  memory->source_kind = g_strdup ("act");
  memory->state = HEARTH_MEMORY_PROPOSED;
  memory->label = HEARTH_LABEL_KNOWN;
  g_ptr_array_add (found, memory);
  g_free (text);
}

static char *
say_share (guint count, guint total)
{
  return g_strdup_printf (_("in %u of your last %u mails"), count, total);
}

/* The name that most of these letters are signed with, and in how many. */
static char *
choose_name (GPtrArray *letters, guint *count)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < letters->len; i++)
    g_ptr_array_add (names, ((HearthSentLetter *) letters->pdata[i])->letter->name);
  return hearth_letters_choose (names, count);
}

static char *
choose_greeting (GPtrArray *letters, guint *count)
{
  g_autoptr (GPtrArray) greetings = g_ptr_array_new ();

  for (guint i = 0; i < letters->len; i++)
    g_ptr_array_add (greetings, ((HearthSentLetter *) letters->pdata[i])->letter->greeting);
  return hearth_letters_choose (greetings, count);
}

/* What a person is called in a sentence. Others choose their own names: one that is more than a
 * name gives way to the address. */
static const char *
get_name (const HearthSentLetter *sent)
{
  const char *p = sent->name;
  guint n_blanks = 0;

  if (*p == '\0' || strlen (p) > MAX_NAME)
    return sent->address;
  for (; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    n_blanks += c == ' ';
    if (n_blanks > 2 || !(g_unichar_isalpha (c) || c == ' ' || c == '.' || c == '-' || c == '\''))
      return sent->address;
  }
  return sent->name;
}

/* The name that the owner signs most mails with. */
static char *
add_signature (GPtrArray *found, GPtrArray *letters)
{
  g_autoptr (GPtrArray) newest = g_ptr_array_new ();
  g_autofree char *name = NULL;
  guint count;

  for (guint i = 0; i < letters->len && newest->len < NEWEST; i++) {
    HearthSentLetter *sent = g_ptr_array_index (letters, i);

    if (sent->letter->n_words >= MIN_WORDS)
      g_ptr_array_add (newest, sent);
  }
  name = choose_name (newest, &count);
  if (count < MIN_SIGNED || !is_most (count, newest->len, 75))
    return NULL;
  add (found, "habit", HEARTH_MEMORY_OWNER, "signature",
       g_strdup_printf (_("You sign as “%s”"), name), say_share (count, newest->len),
       g_strdup_printf (_("You signed %u of your last %u mails so."), count, newest->len));
  return g_steal_pointer (&name);
}

static void
add_habits_to_person (GPtrArray *found, GPtrArray *letters, const char *usual_name)
{
  const HearthSentLetter *newest = g_ptr_array_index (letters, 0);
  const char *who = get_name (newest);
  guint n_named, n_greeted;
  g_autofree char *name = choose_name (letters, &n_named);
  g_autofree char *greeting = choose_greeting (letters, &n_greeted);
  g_autofree char *usual = usual_name != NULL ? hearth_written_mail_fold (usual_name) : NULL;
  g_autofree char *folded = name != NULL ? hearth_written_mail_fold (name) : NULL;
  guint n = letters->len;

  if (n < MIN_TO_PERSON)
    return;
  if (n_named >= MIN_TO_PERSON && is_most (n_named, n, 75) && g_strcmp0 (folded, usual) != 0)
    add (found, "habit", newest->address, "signature",
         g_strdup_printf (_("You sign as “%s” when you write to %s"), name, who),
         say_share (n_named, n),
         g_strdup_printf (_("You signed %u of your last %u mails to %s so."), n_named, n, who));
  if (n_greeted >= MIN_TO_PERSON && is_most (n_greeted, n, 75))
    add (found, "habit", newest->address, "greeting",
         g_strdup_printf (_("You greet %s with “%s”"), who, greeting), say_share (n_greeted, n),
         g_strdup_printf (_("You began %u of your last %u mails to %s so."), n_greeted, n, who));
}

static int
compare_size_cb (gconstpointer a, gconstpointer b)
{
  const GPtrArray *x = *(GPtrArray *const *) a;
  const GPtrArray *y = *(GPtrArray *const *) b;

  return x->len > y->len ? -1 : x->len < y->len;
}

/* The letters to each one, those first to whom the most were written. */
static GPtrArray *
part_by_person (GPtrArray *letters)
{
  g_autoptr (GHashTable) by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < letters->len; i++) {
    HearthSentLetter *sent = g_ptr_array_index (letters, i);
    g_autofree char *key = g_utf8_casefold (sent->address, -1);
    GPtrArray *group = g_hash_table_lookup (by_address, key);

    if (*key == '\0' || sent->letter->n_words < MIN_WORDS)
      continue;
    if (group == NULL) {
      group = g_ptr_array_new ();
      g_ptr_array_add (groups, group);
      g_hash_table_insert (by_address, g_steal_pointer (&key), group);
    }
    g_ptr_array_add (group, sent);
  }
  g_ptr_array_sort (groups, compare_size_cb);
  return groups;
}

/**
 * hearth_habits_of_letters:
 * @letters: (element-type HearthSentLetter): mails that the owner sent, the newest first
 *
 * Finds how the owner signs, and how they greet and sign to whom they often write. Pure.
 *
 * Returns: (transfer full) (element-type HearthMemory): proposals, those with the most evidence
 *   first
 */
GPtrArray *
hearth_habits_of_letters (GPtrArray *letters)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_memory_free);
  g_autofree char *name = add_signature (found, letters);
  g_autoptr (GPtrArray) groups = part_by_person (letters);

  for (guint i = 0; i < groups->len && i < MAX_PEOPLE; i++)
    add_habits_to_person (found, g_ptr_array_index (groups, i), name);
  return found;
}

/* A working day has more hours after noon than before: what is there by chance is not told. */
static void
add_time_of_day (GPtrArray *found, GArray *appointments)
{
  guint n = 0, n_morning = 0;

  for (guint i = 0; i < appointments->len; i++) {
    const HearthAppointment *each = &g_array_index (appointments, HearthAppointment, i);

    n += each->minute < EVENING;
    n_morning += each->minute < NOON;
  }
  if (n < MIN_APPOINTMENTS)
    return;
  if (is_most (n_morning, n, 80))
    add (
        found, "preference", HEARTH_MEMORY_OWNER, "time of appointments",
        g_strdup (_("You prefer mornings for appointments")),
        g_strdup_printf (_("%u of %u appointments before noon"), n_morning, n),
        g_strdup_printf (_("%u of the last %u appointments that you made or accepted begin before "
                            "noon."),
                         n_morning, n));
  else if (is_most (n - n_morning, n, 90))
    add (found, "preference", HEARTH_MEMORY_OWNER, "time of appointments",
         g_strdup (_("You prefer afternoons for appointments")),
         g_strdup_printf (_("%u of %u appointments in the afternoon"), n - n_morning, n),
         g_strdup_printf (_("%u of the last %u appointments that you made or accepted begin after "
                             "noon."),
                          n - n_morning, n));
}

/* How long what the owner made themselves mostly takes. */
static void
add_length (GPtrArray *found, GArray *appointments)
{
  guint n = 0, most = 0, length = 0;

  for (guint i = 0; i < appointments->len; i++) {
    const HearthAppointment *each = &g_array_index (appointments, HearthAppointment, i);
    guint alike = 0;

    n += each->is_own;
    for (guint k = 0; each->is_own && k < appointments->len; k++) {
      const HearthAppointment *other = &g_array_index (appointments, HearthAppointment, k);

      alike += other->is_own && other->length == each->length;
    }
    if (alike > most) {
      most = alike;
      length = each->length;
    }
  }
  if (n < MIN_APPOINTMENTS || !is_most (most, n, 75) || length == DEFAULT_MINUTES)
    return;
  add (found, "habit", HEARTH_MEMORY_OWNER, "length of appointments",
       g_strdup_printf (ngettext ("Your appointments mostly take %u minute",
                                  "Your appointments mostly take %u minutes", length),
                        length),
       g_strdup_printf (_("%u of %u appointments"), most, n),
       g_strdup_printf (_("%u of the last %u appointments that you made are so long."), most, n));
}

/**
 * hearth_habits_of_appointments:
 * @appointments: (element-type HearthAppointment): what the owner made or accepted, each series
 *   once, nothing that takes days
 *
 * Finds at what time of day the owner has appointments, and how long they make them. Pure.
 *
 * Returns: (transfer full) (element-type HearthMemory): proposals
 */
GPtrArray *
hearth_habits_of_appointments (GArray *appointments)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_memory_free);

  add_time_of_day (found, appointments);
  add_length (found, appointments);
  return found;
}
