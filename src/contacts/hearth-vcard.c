/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-vcard.h"

#include "hearth-vcard-reader.h"

#include <glib/gi18n.h>
#include <string.h>

/* The longest address that mail can be sent to, RFC 5321, section 4.5.3.1, with room for brackets.
 */
#define MAX_ADDRESS 320

/* One address or number, until they are put in order. */
typedef struct {
  char *text; /* (owned) */
  guint preference;
} Value;

/* One card as far as it is read. */
typedef struct {
  char *uid;          /* (owned) (nullable) */
  char *full_name;    /* (owned) (nullable): FN */
  char *name;         /* (owned) (nullable): N */
  char *nickname;     /* (owned) (nullable) */
  char *organisation; /* (owned) (nullable) */
  char *birthday;     /* (owned) (nullable) */
  GArray *addresses;  /* (owned) (element-type Value) */
  GArray *phones;     /* (owned) (element-type Value) */
} Card;

static void
value_clear (gpointer data)
{
  g_free (((Value *) data)->text);
}

static Card *
card_new (void)
{
  Card *self = g_new0 (Card, 1);

  self->addresses = g_array_new (FALSE, FALSE, sizeof (Value));
  self->phones = g_array_new (FALSE, FALSE, sizeof (Value));
  g_array_set_clear_func (self->addresses, value_clear);
  g_array_set_clear_func (self->phones, value_clear);
  return self;
}

static void
card_free (Card *self)
{
  g_free (self->uid);
  g_free (self->full_name);
  g_free (self->name);
  g_free (self->nickname);
  g_free (self->organisation);
  g_free (self->birthday);
  g_array_unref (self->addresses);
  g_array_unref (self->phones);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Card, card_free)

/* Keeps the first of a kind that says something. */
static void
take_text (char **place, char *text)
{
  if (*place == NULL && *text != '\0')
    *place = text;
  else
    g_free (text);
}

static char *
dup_whole (const char *value)
{
  return hearth_vcard_reader_dup_part (&value, '\0');
}

/* Family; given; additional; prefixes; suffixes, as one says it. */
static char *
dup_name (const char *value)
{
  static const guint order[] = { 3, 1, 2, 0, 4 };
  g_autoptr (GString) name = g_string_new (NULL);
  g_auto (GStrv) parts = g_new0 (char *, 6);

  for (guint i = 0; i < 5; i++)
    parts[i] = value != NULL ? hearth_vcard_reader_dup_part (&value, ';') : g_strdup ("");
  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    if (*parts[order[i]] != '\0')
      g_string_append_printf (name, "%s%s", name->len > 0 ? " " : "", parts[order[i]]);
  }
  return g_strdup (name->str);
}

/* The organisation and its unit, of at most a few. */
static char *
dup_organisation (const char *value)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < 4 && value != NULL; i++) {
    g_autofree char *part = hearth_vcard_reader_dup_part (&value, ';');

    if (*part != '\0')
      g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", part);
  }
  return g_strdup (all->str);
}

static gboolean
read_number (const char **text, guint digits, guint *number)
{
  *number = 0;
  for (guint i = 0; i < digits; i++, (*text)++) {
    if (!g_ascii_isdigit (**text))
      return FALSE;
    *number = *number * 10 + (guint) g_ascii_digit_value (**text);
  }
  return TRUE;
}

/* A date with or without hyphens, year and time, RFC 6350, section 4.3.1. @omitted: the year that
 * stands for none, or %NULL. */
static char *
dup_birthday (const char *value, const char *omitted)
{
  guint year = 0, month, day;
  gboolean has_year = !g_str_has_prefix (value, "--");

  if (!has_year)
    value += 2;
  else if (!read_number (&value, 4, &year))
    return g_strdup ("");
  if (has_year && *value == '-')
    value++;
  if (!read_number (&value, 2, &month))
    return g_strdup ("");
  if (*value == '-')
    value++;
  if (!read_number (&value, 2, &day) || (*value != '\0' && *value != 'T' && *value != ' '))
    return g_strdup ("");
  if (omitted != NULL && has_year && year == g_ascii_strtoull (omitted, NULL, 10))
    has_year = FALSE;
  /* A day that comes in leap years only is a birthday too. */
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, has_year ? (GDateYear) year : 2000))
    return g_strdup ("");
  return has_year ? g_strdup_printf ("%04u-%02u-%02u", year, month, day)
                  : g_strdup_printf ("--%02u-%02u", month, day);
}

/* Whether mail could be sent there. */
static gboolean
is_address (const char *text)
{
  const char *at = strrchr (text, '@');

  return at != NULL && at != text && at[1] != '\0' && strlen (text) <= MAX_ADDRESS &&
         strpbrk (text, " \t\n<>,;\"") == NULL;
}

static void
add_value (GArray *values, const char *text, const char *scheme, guint preference, gboolean address)
{
  Value value = { NULL, preference };
  g_autofree char *all = dup_whole (text);
  const char *plain = all;

  if (g_ascii_strncasecmp (plain, scheme, strlen (scheme)) == 0)
    plain += strlen (scheme);
  if (*plain == '\0' || values->len >= HEARTH_VCARD_MAX_VALUES || (address && !is_address (plain)))
    return;
  for (guint i = 0; i < values->len; i++) {
    Value *other = &g_array_index (values, Value, i);

    if (g_ascii_strcasecmp (other->text, plain) == 0) {
      other->preference = MIN (other->preference, preference);
      return;
    }
  }
  value.text = g_strdup (plain);
  g_array_append_val (values, value);
}

static void
read_line (Card *self, HearthVcardReader *reader)
{
  const char *value = reader->value;

  if (g_str_equal (reader->name, "UID")) {
    take_text (&self->uid, dup_whole (value));
  } else if (g_str_equal (reader->name, "FN")) {
    take_text (&self->full_name, dup_whole (value));
  } else if (g_str_equal (reader->name, "N")) {
    take_text (&self->name, dup_name (value));
  } else if (g_str_equal (reader->name, "NICKNAME")) {
    take_text (&self->nickname, hearth_vcard_reader_dup_part (&value, ','));
  } else if (g_str_equal (reader->name, "ORG")) {
    take_text (&self->organisation, dup_organisation (value));
  } else if (g_str_equal (reader->name, "BDAY")) {
    g_autofree char *omitted = hearth_vcard_reader_dup_param (reader, "X-APPLE-OMIT-YEAR");

    take_text (&self->birthday, dup_birthday (value, omitted));
  } else if (g_str_equal (reader->name, "EMAIL")) {
    add_value (self->addresses, value, "mailto:", reader->preference, TRUE);
  } else if (g_str_equal (reader->name, "TEL")) {
    add_value (self->phones, value, "tel:", reader->preference, FALSE);
  }
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  guint first = ((const Value *) a)->preference;
  guint second = ((const Value *) b)->preference;

  return (first > second) - (first < second);
}

static void
move_values (GArray *from, GPtrArray *to)
{
  g_array_sort (from, compare_values);
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_strdup (g_array_index (from, Value, i).text));
}

static const char *
choose_name (const Card *self)
{
  if (self->full_name != NULL)
    return self->full_name;
  if (self->name != NULL)
    return self->name;
  if (self->nickname != NULL)
    return self->nickname;
  if (self->organisation != NULL)
    return self->organisation;
  return self->addresses->len > 0 ? g_array_index (self->addresses, Value, 0).text : NULL;
}

/* A UID that no card of the text has yet. Without one a card is known by whom it names: as long as
 * that stays, so does the contact. */
static char *
dup_uid (const Card *self, const char *name, GHashTable *uids)
{
  g_autofree char *text =
      g_strjoin ("\n", name,
                 self->addresses->len > 0 ? g_array_index (self->addresses, Value, 0).text : "",
                 NULL);
  g_autofree char *uid = self->uid != NULL
                             ? g_strdup (self->uid)
                             : g_compute_checksum_for_string (G_CHECKSUM_SHA1, text, -1);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (uids, uid)) + 1;
  char *unique = NULL;

  if (n > 1)
    do {
      g_free (unique);
      unique = g_strdup_printf ("%s#%u", uid, n++);
    } while (g_hash_table_contains (uids, unique));
  else
    unique = g_strdup (uid);
  g_hash_table_replace (uids, g_steal_pointer (&uid), GUINT_TO_POINTER (MAX (n - 1, 1)));
  g_hash_table_insert (uids, g_strdup (unique), GUINT_TO_POINTER (MAX (n - 1, 1)));
  return unique;
}

static void
finish_card (Card *self, GHashTable *uids, GPtrArray *contacts)
{
  const char *name = choose_name (self);
  g_autofree char *uid = NULL;
  HearthContact *contact;

  /* One that says nothing of anybody. */
  if (name == NULL)
    return;
  uid = dup_uid (self, name, uids);
  contact = hearth_contact_new (uid, name);
  contact->nickname = g_steal_pointer (&self->nickname);
  contact->organisation = g_strdup (self->organisation);
  contact->birthday = g_steal_pointer (&self->birthday);
  move_values (self->addresses, contact->addresses);
  move_values (self->phones, contact->phones);
  g_ptr_array_add (contacts, contact);
}

/* Reads to the end or to what is too much. Returns whether there was a card at all. */
static gboolean
read_cards (HearthVcardReader *reader, GPtrArray *contacts, gboolean *cut)
{
  g_autoptr (GHashTable) uids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (Card) card = NULL;
  gboolean found = FALSE, after_agent = FALSE;
  guint n_cards = 0, nested = 0;

  while (hearth_vcard_reader_next (reader)) {
    gboolean begins = g_str_equal (reader->name, "BEGIN");
    gboolean ends = g_str_equal (reader->name, "END");

    if (begins && card != NULL && (after_agent || nested > 0)) {
      /* 2.1: the card of somebody's agent stands within theirs. */
      nested++;
    } else if (ends && nested > 0) {
      nested--;
    } else if (begins || ends) {
      if (card != NULL)
        finish_card (card, uids, contacts);
      g_clear_pointer (&card, card_free);
      if (begins && g_ascii_strncasecmp (reader->value, "VCARD", 5) == 0) {
        found = TRUE;
        if (++n_cards > HEARTH_VCARD_MAX_CARDS) {
          *cut = TRUE;
          return TRUE;
        }
        card = card_new ();
      }
    } else if (card != NULL && nested == 0) {
      read_line (card, reader);
    }
    after_agent = g_str_equal (reader->name, "AGENT");
  }
  /* The end of the last one may be lost. */
  if (card != NULL)
    finish_card (card, uids, contacts);
  return found;
}

/**
 * hearth_vcard_read:
 * @text: bytes that claim to be vCards of version 2.1, 3.0 or 4.0, RFC 6350
 * @length: their number
 * @cut: (out): whether cards were left out, because there are more than %HEARTH_VCARD_MAX_CARDS
 * @error: a #HearthContactsError: %HEARTH_CONTACTS_ERROR_TOO_LARGE over %HEARTH_VCARD_MAX_BYTES,
 *   %HEARTH_CONTACTS_ERROR_BAD_FORMAT if no card begins in it
 *
 * Reads whom cards name. No two have the same UID. No text at all is an address book of nobody.
 *
 * Returns: (transfer full) (nullable) (element-type HearthContact): contacts, in their order
 */
GPtrArray *
hearth_vcard_read (const char *text, gsize length, gboolean *cut, GError **error)
{
  g_autoptr (GPtrArray) contacts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_contact_free);
  g_auto (HearthVcardReader) reader = { 0 };

  *cut = FALSE;
  if (length > HEARTH_VCARD_MAX_BYTES) {
    g_set_error (error, HEARTH_CONTACTS_ERROR, HEARTH_CONTACTS_ERROR_TOO_LARGE,
                 _("It is larger than %d MiB and was left out."),
                 HEARTH_VCARD_MAX_BYTES / (1024 * 1024));
    return NULL;
  }
  hearth_vcard_reader_init (&reader, text, length);
  if (!read_cards (&reader, contacts, cut) && length > 0) {
    g_set_error_literal (error, HEARTH_CONTACTS_ERROR, HEARTH_CONTACTS_ERROR_BAD_FORMAT,
                         _("It is not a vCard."));
    return NULL;
  }
  return g_steal_pointer (&contacts);
}
