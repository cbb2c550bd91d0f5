/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-fact-reader.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-facts.h"

/* Codes that are typed once: to sign in, to confirm an address or a payment. */

/* Say by themselves that a code to sign in follows. */
static const char *const sure_words[] = { "verification code",
                                          "security code",
                                          "one-time code",
                                          "one time code",
                                          "one-time passcode",
                                          "one time passcode",
                                          "one-time password",
                                          "one time password",
                                          "one-time pin",
                                          "login code",
                                          "log-in code",
                                          "sign-in code",
                                          "sign in code",
                                          "signin code",
                                          "authentication code",
                                          "authorization code",
                                          "single-use code",
                                          "temporary code",
                                          "two-factor code",
                                          "2fa code",
                                          "activation code",
                                          "otp",
                                          "login pin",
                                          "verification pin",
                                          "bestätigungscode",
                                          "sicherheitscode",
                                          "verifizierungscode",
                                          "einmalcode",
                                          "einmal-code",
                                          "einmalpasswort",
                                          "einmalkennwort",
                                          "anmeldecode",
                                          "anmelde-code",
                                          "login-code",
                                          "aktivierungscode",
                                          "prüfcode",
                                          "mtan",
                                          "tan",
                                          "authentifizierungscode",
                                          "freigabecode",
                                          NULL };
/* Name a code, of whatever kind. */
static const char *const names[] = { "code", "passcode", "pin", "kennwort", NULL };
/* What stands right before one. */
static const char *const titles[] = { "code",     "passcode", "pin", "kennwort", "passwort",
                                      "password", "tan",      "otp", NULL };
/* What such a code is for. */
static const char *const purposes[] = { "sign in",
                                        "sign-in",
                                        "signing in",
                                        "log in",
                                        "login",
                                        "logging in",
                                        "verify",
                                        "verification",
                                        "expires in",
                                        "expires after",
                                        "valid for",
                                        "do not share",
                                        "don't share",
                                        "never share",
                                        "confirm your email",
                                        "confirm your identity",
                                        "reset your password",
                                        "two-factor",
                                        "new device",
                                        "anmelden",
                                        "anmeldung",
                                        "einloggen",
                                        "gültig",
                                        "läuft ab",
                                        "niemandem",
                                        "bestätigen sie",
                                        "bestätige",
                                        "zurückzusetzen",
                                        "authenticate",
                                        NULL };
/* Other things that are called code. */
static const char *const others[] = { "promo code",
                                      "discount code",
                                      "voucher",
                                      "coupon",
                                      "gift card",
                                      "gutschein*",
                                      "rabattcode",
                                      "referral code",
                                      "invite code",
                                      "checkout",
                                      "meeting id",
                                      "zoom",
                                      "webinar",
                                      "dial in",
                                      "dial-in",
                                      "booking code",
                                      "buchungscode",
                                      "source code",
                                      "dress code",
                                      "zip code",
                                      "postcode",
                                      "error code",
                                      "code review",
                                      "door code",
                                      "gate code",
                                      "pickup code",
                                      "abholcode",
                                      "lockbox",
                                      "key box",
                                      "wi-fi",
                                      "wifi",
                                      "wlan",
                                      "tracking code",
                                      "qr code",
                                      "sort code",
                                      "tür",
                                      "boarding",
                                      "flight",
                                      "reservation",
                                      "check-in",
                                      NULL };

/* What stands before a number that is no code. */
static const char *const not_before[] = { "ending in", "ending",  "endet auf", "order",  "invoice",
                                          "account",   "ticket",  "phone",     "call",   "tel",
                                          "ref",       "case",    "konto",     "kunden", "card",
                                          "version",   "android", "windows",   "chrome", "port",
                                          "karte",     "box",     "suite",     NULL };
/* What stands after one. */
static const char *const not_after[] = { "minute",  "min",    "hour", "stunde", "second",
                                         "sekunde", "day",    "tag",  "digit",  "stellig",
                                         "people",  "eur",    "usd",  "€",      "%",
                                         "uhr",     "-digit", "am ",  "pm",     NULL };

typedef struct {
  gsize from;
  gsize to;
  int score;
} Candidate;

static gboolean
ends_with_word (const char *low, gsize at, const char *const *words)
{
  while (at > 0 && strchr (" \t:#.*", low[at - 1]) != NULL)
    at--;
  for (guint i = 0; words[i] != NULL; i++) {
    gsize n = strlen (words[i]);

    if (at >= n && strncmp (low + at - n, words[i], n) == 0 &&
        (at == n || !g_ascii_isalpha (low[at - n - 1])))
      return TRUE;
  }
  return FALSE;
}

static gboolean
begins_with_word (const char *low, const char *const *words)
{
  low += strspn (low, " \t");
  for (guint i = 0; words[i] != NULL; i++) {
    if (g_str_has_prefix (low, words[i]))
      return TRUE;
  }
  return FALSE;
}

/* Whether what begins at @p may be a code, and how long it is: "482913", "482 913", "G-482913",
 * "X7K2P9", "KDTF-WXPQ". */
static gboolean
measure (const char *p, gsize *length)
{
  gsize n = 0;
  guint digits = 0;
  guint capitals = 0;
  guint marks = 0;

  while (g_ascii_isdigit (p[n]) || g_ascii_isupper (p[n]) ||
         (n > 0 && p[n] == '-' && (g_ascii_isdigit (p[n + 1]) || g_ascii_isupper (p[n + 1])))) {
    digits += g_ascii_isdigit (p[n]) ? 1 : 0;
    capitals += g_ascii_isupper (p[n]) ? 1 : 0;
    marks += p[n] == '-' ? 1 : 0;
    if (++n > 14)
      return FALSE;
  }
  if (capitals == 0 && digits == n && (n == 3 || n == 4) && p[n] == ' ' &&
      strspn (p + n + 1, "0123456789") == n) {
    digits += n;
    n += 1 + n;
  }
  *length = n;
  if (g_ascii_isalpha (p[n]) || (p[n] != '\0' && strchr ("/@=_%&'", p[n]) != NULL) ||
      ((p[n] == '.' || p[n] == ',' || p[n] == ':') && g_ascii_isdigit (p[n + 1])))
    return FALSE;
  if (capitals == 0)
    return digits >= 4 && digits <= 8 && (marks == 0 || digits == 6);
  if (marks > 0)
    return digits + capitals >= 6;
  return digits >= 1 && digits + capitals >= 5 && digits + capitals <= 10;
}

static gboolean
may_begin (const char *text, gsize at)
{
  char before;

  if (!g_ascii_isdigit (text[at]) && !g_ascii_isupper (text[at]))
    return FALSE;
  if (at == 0)
    return TRUE;
  before = text[at - 1];
  return !g_ascii_isalnum (before) && ((guchar) before & 0x80) == 0 &&
         strchr ("/@=?&_%.,+-#$", before) == NULL;
}

/* How sure a candidate is: beside its name, or alone on its line. */
static int
rate (const char *text, const char *low, gsize length, const Candidate *code)
{
  static const char *const follows[] = { "is your", "ist ihr", "ist dein", "as your", NULL };
  static const char *const between[] = { "is", "ist", "lautet", "this", "code", "the", NULL };
  gsize begin = code->from > 140 ? code->from - 140 : 0;
  gsize line = code->from;
  gsize end = code->to;
  int score = 0;
  gsize at = code->from;

  while (at > 0 && strchr (" \t:*\n\"'(>", low[at - 1]) != NULL)
    at--;
  for (guint i = 0; between[i] != NULL; i++) {
    gsize n = strlen (between[i]);

    if (strcmp (between[i], "code") != 0 && at > n && strncmp (low + at - n, between[i], n) == 0 &&
        g_ascii_isspace (low[at - n - 1])) {
      at -= n;
      while (at > 0 && strchr (" \t:*\n", low[at - 1]) != NULL)
        at--;
    }
  }
  for (guint i = 0; titles[i] != NULL; i++) {
    gsize n = strlen (titles[i]);

    if (at >= n && strncmp (low + at - n, titles[i], n) == 0)
      score = MAX (score, 4);
  }
  while (line > 0 && low[line - 1] != '\n' && strchr (" \t*>\"", low[line - 1]) != NULL)
    line--;
  while (end < length && strchr (" \t*\".", low[end]) != NULL)
    end++;
  if ((line == 0 || low[line - 1] == '\n') && (end >= length || low[end] == '\n'))
    score += 3;
  if (begins_with_word (low + code->to, follows))
    score += 4;
  {
    g_autofree char *before = g_strndup (low + begin, code->from - begin);

    if (hearth_fact_has_word (before, names) || hearth_fact_has_word (before, sure_words))
      score += 2;
  }
  if (strspn (text + code->from, "0123456789") == code->to - code->from &&
      code->to - code->from == 6)
    score += 1;
  return score;
}

static gboolean
find_code (const char *text, const char *low, gsize length, Candidate *best)
{
  guint tried = 0;

  best->score = 0;
  for (gsize i = 0; i < length && tried < 200; i++) {
    Candidate code = { .from = i };
    gsize n;

    if (!may_begin (text, i) || !measure (text + i, &n))
      continue;
    tried++;
    code.to = i + n;
    if (ends_with_word (low, i, not_before) || begins_with_word (low + code.to, not_after))
      continue;
    code.score = rate (text, low, length, &code);
    /* "2026" is a year. */
    if (n == 4 && (g_str_has_prefix (text + i, "19") || g_str_has_prefix (text + i, "20")))
      code.score -= 3;
    if (code.score > best->score)
      *best = code;
    i += n;
  }
  return best->score >= 4;
}

/* Letters and digits as they are typed. */
static char *
dup_typed (const char *code, gsize length)
{
  g_autoptr (GString) typed = g_string_new (NULL);

  for (gsize i = 0; i < length; i++) {
    if (code[i] != ' ')
      g_string_append_c (typed, code[i]);
  }
  return g_string_free (g_steal_pointer (&typed), FALSE);
}

/**
 * hearth_facts_read_code:
 * @self: a reader
 *
 * Finds the one code that a mail brings to be typed somewhere. Its value ends with its time, a
 * quarter of an hour after the mail; an older mail has none.
 */
void
hearth_facts_read_code (HearthFactReader *self)
{
  gboolean sure = hearth_fact_reader_has (self, sure_words);
  Candidate best;
  HearthFinding *finding;
  HearthFactSpan span = { 0, 0 };
  g_autofree char *value = NULL;
  g_autofree char *words = NULL;

  if (!sure && !(hearth_fact_reader_has (self, names) && hearth_fact_reader_has (self, purposes)))
    return;
  if (hearth_fact_reader_has (self, others) && !(sure && hearth_fact_reader_has (self, purposes)))
    return;
  if (self->advert && !sure)
    return;
  if (find_code (self->text, self->low, self->length, &best)) {
    span = (HearthFactSpan){ best.from, best.to };
    value = dup_typed (self->text + best.from, best.to - best.from);
  } else if (find_code (self->message->subject, self->subject, strlen (self->subject), &best)) {
    /* It stands in the subject alone. */
    value = dup_typed (self->message->subject + best.from, best.to - best.from);
  } else {
    return;
  }
  words = g_strdup_printf (_("Code from %s"), self->sender);
  finding = hearth_fact_reader_add (self, HEARTH_FINDING_CODE, words, span);
  if (finding == NULL)
    return;
  finding->value = g_steal_pointer (&value);
  finding->until = self->message->date + HEARTH_CODE_SECONDS;
}
