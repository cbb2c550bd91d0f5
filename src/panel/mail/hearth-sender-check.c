/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sender-check.h"

#include <glib/gi18n.h>
#include <string.h>

/* A From header is written by whoever sends the mail. What it claims beside its address is compared
 * with the address, and the address with what it looks like. */

static const char *
get_domain (const char *address)
{
  const char *at = strrchr (address, '@');

  return at != NULL ? at + 1 : "";
}

/* Letters that belong to a word; digits, dots and hyphens are of every script. */
static gboolean
is_letter_of (gunichar c, GUnicodeScript script)
{
  return g_unichar_isalpha (c) && g_unichar_get_script (c) == script;
}

/* Latin beside Cyrillic, Greek, Armenian or Cherokee in one word is how one name is made to look
 * like another (Unicode Technical Standard 39, section 5). */
static gboolean
mixes_scripts (const char *text)
{
  static const GUnicodeScript alike[] = { G_UNICODE_SCRIPT_CYRILLIC, G_UNICODE_SCRIPT_GREEK,
                                          G_UNICODE_SCRIPT_ARMENIAN, G_UNICODE_SCRIPT_CHEROKEE };
  gboolean latin = FALSE;
  gboolean other = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_isalnum (c) && c != '-') {
      latin = other = FALSE;
      continue;
    }
    latin |= is_letter_of (c, G_UNICODE_SCRIPT_LATIN);
    for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
      other |= is_letter_of (c, alike[i]);
    if (latin && other)
      return TRUE;
  }
  return FALSE;
}

/* The first thing in a name that looks like an address, or %NULL. */
static char *
find_address (const char *name)
{
  const char *at = strchr (name, '@');
  const char *start = at;
  const char *end;

  if (at == NULL || at == name)
    return NULL;
  while (start > name && strchr (" \t\"'<>(),;:[]", start[-1]) == NULL)
    start--;
  end = at + strcspn (at, " \t\"'<>(),;:[]");
  if (start == at || memchr (at, '.', (gsize) (end - at)) == NULL)
    return NULL;
  return g_strndup (start, (gsize) (end - start));
}

/**
 * hearth_sender_check:
 * @from: the sender of a mail
 *
 * Looks for a sender who looks like another.
 *
 * Returns: (transfer full) (nullable): a sentence that says what is wrong, or %NULL if nothing is
 */
char *
hearth_sender_check (const HearthAddress *from)
{
  g_autofree char *claimed = find_address (from->name);
  g_autofree char *host = g_hostname_to_unicode (get_domain (from->address));

  if (claimed != NULL && g_ascii_strcasecmp (get_domain (claimed), get_domain (from->address)) != 0)
    return g_strdup_printf (
        _("The sender’s name is the address %s, but the message comes from %s."), claimed,
        from->address);
  if (mixes_scripts (host != NULL ? host : get_domain (from->address)))
    return g_strdup_printf (_("The sender’s address is written with letters of two alphabets, to "
                               "look like another: %s"),
                            from->address);
  if (mixes_scripts (from->name))
    return g_strdup (
        _("The sender’s name is written with letters of two alphabets, to look like another."));
  return NULL;
}
