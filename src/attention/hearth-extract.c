/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-extract.h"

#include <string.h>

#include "hearth-time-reader.h"

/* Finds codes, links, amounts, numbers and places in the text of a mail by their form and by the
 * words beside them. The text is anyone's: what is found is shown with its sender and never acted
 * on. */

#define MAX_TEXT (48 * 1024)
#define MAX_FACTS 40

/**
 * hearth_fact_free:
 * @self: a fact
 */
void
hearth_fact_free (HearthFact *self)
{
  g_free (self->text);
  g_free (self);
}

static void
add_fact (GPtrArray *facts, const char *text, gsize from, gsize to, double score)
{
  HearthFact *fact;

  if (facts->len >= MAX_FACTS || to <= from)
    return;
  fact = g_new0 (HearthFact, 1);
  fact->text = g_strdelimit (g_strndup (text + from, to - from), "\n", ' ');
  fact->score = score;
  fact->at = from;
  g_ptr_array_add (facts, fact);
}

/* How near one of @words stands to a place: 1 right beside it, 0 far away or behind another line.
 */
static double
nearness (const char *text, gsize from, gsize to, const char *const *words)
{
  gsize start = from > 120 ? from - 120 : 0;
  g_autofree char *before = g_ascii_strdown (text + start, from - start);
  g_autofree char *after = g_ascii_strdown (text + to, strnlen (text + to, 60));
  double best = 0;

  for (guint i = 0; words[i] != NULL; i++) {
    const char *hit = g_strrstr (before, words[i]);
    gsize distance;

    if (hit != NULL) {
      distance = strlen (hit) - strlen (words[i]);
      best = MAX (best, distance <= 12 ? 1.0 : 1.0 - distance / 150.0);
    }
    hit = strstr (after, words[i]);
    if (hit != NULL)
      best = MAX (best, 0.7 - (hit - after) / 100.0);
  }
  return best;
}

static gboolean
is_code_char (char c)
{
  return g_ascii_isalnum (c) || c == '-';
}

static void
extract_codes (const char *text, gboolean numbers, GPtrArray *facts)
{
  static const char *const code_words[] = { "code",     "pin",   "passcode",     "otp",
                                            "password", "token", "verification", NULL };
  static const char *const number_words[] = {
    "order",  "booking", "tracking",    "reference", "invoice", "confirmation",
    "number", "ticket",  "reservation", "customer",  "account", "policy",
    "ref",    "no.",     "#",           NULL
  };
  const char *p = text;

  while (*p != '\0') {
    const char *start = p;
    guint digits = 0;
    guint upper = 0;
    guint lower = 0;
    gsize length;
    double near;
    char before;

    if (!g_ascii_isalnum (*p)) {
      p++;
      continue;
    }
    while (is_code_char (*p)) {
      digits += g_ascii_isdigit (*p) ? 1 : 0;
      upper += g_ascii_isupper (*p) ? 1 : 0;
      lower += g_ascii_islower (*p) ? 1 : 0;
      p++;
    }
    while (p > start && p[-1] == '-')
      p--;
    length = p - start;
    before = start > text ? start[-1] : ' ';
    if (digits < (numbers ? 3 : 2) || length < 4 || length > (numbers ? 24 : 12) ||
        (lower > 0 && upper > 0 && digits < 3) || strchr ("/@=&?%_.,$+", before) != NULL ||
        strchr ("/@=_%", *p) != NULL ||
        ((*p == '.' || *p == ',' || *p == ':') && g_ascii_isdigit (p[1]))) {
      while (*p != '\0' && !g_ascii_isspace (*p) && strchr ("/@=_%", *p) != NULL)
        p++;
      if (p == start)
        p++;
      continue;
    }
    /* A year or a date is no code unless it is called one. */
    near = nearness (text, start - text, p - text, numbers ? number_words : code_words);
    if (length == 4 && digits == 4 &&
        (g_str_has_prefix (start, "19") || g_str_has_prefix (start, "20")))
      near -= 0.4;
    if (length == 10 && start[4] == '-' && start[7] == '-')
      near -= 1;
    if (near > (numbers ? 0.25 : 0.45))
      add_fact (facts, text, start - text, p - text,
                near + (upper == 0 && lower == 0 && length == 6 ? 0.2 : 0));
  }
}

/* Numbers written in groups: "PW 5520 1187 03", "771 204". */
static void
extract_groups (const char *text, gboolean numbers, GPtrArray *facts)
{
  static const char *const code_words[] = { "code", "pin", "passcode", "otp", NULL };
  static const char *const number_words[] = { "parcel",    "order",   "booking", "tracking",
                                              "reference", "invoice", "number",  "shipment",
                                              "customer",  "account", "iban",    NULL };

  for (const char *p = text; *p != '\0'; p++) {
    const char *q = p;
    guint letters = 0;
    guint digits = 0;
    guint groups = 0;

    if (!g_ascii_isalnum (*p) ||
        (p > text && (g_ascii_isalnum (p[-1]) || strchr ("+.,-/@=", p[-1]) != NULL)))
      continue;
    while (g_ascii_isupper (*q)) {
      letters++;
      q++;
    }
    if (letters > 4 || (letters > 0 && *q == ' ' && !g_ascii_isdigit (q[1])))
      continue;
    if (letters > 0 && *q == ' ')
      q++;
    for (;;) {
      gsize n = strspn (q, "0123456789");

      if (n < 2 || n > 5)
        break;
      digits += n;
      groups++;
      q += n;
      if (*q != ' ' || !g_ascii_isdigit (q[1]))
        break;
      q++;
    }
    if (groups < 2 || g_ascii_isalnum (*q) || (numbers ? digits < 7 : digits < 6 || digits > 8))
      continue;
    {
      double near = nearness (text, p - text, q - text, numbers ? number_words : code_words);

      if (near > 0.45)
        add_fact (facts, text, p - text, q - text, near);
    }
    p = q - 1;
  }
}

/* "Password: kelp-and-salt" and "the passphrase is …": the word after it, whatever it is made of.
 */
static void
extract_passwords (const char *text, GPtrArray *facts)
{
  static const char *const words[] = { "password", "passphrase", "passcode", "kennwort", NULL };

  for (guint i = 0; words[i] != NULL; i++) {
    const char *p = text;

    while ((p = strcasestr (p, words[i])) != NULL) {
      const char *q = p + strlen (words[i]);
      gsize length;

      p = q;
      q += strspn (q, " \t");
      if (g_ascii_strncasecmp (q, "is ", 3) == 0)
        q += 3;
      else if (*q == ':' || *q == '=')
        q++;
      else
        continue;
      q += strspn (q, " :\t\"'");
      length = strcspn (q, " \t\n\"'<>");
      while (length > 0 && strchr (".,;", q[length - 1]) != NULL)
        length--;
      if (length >= 4 && length <= 64 && strstr (q, "://") != q + strcspn (q, ":"))
        add_fact (facts, text, q - text, q - text + length, 1.1);
    }
  }
}

static gsize
url_length (const char *p)
{
  gsize n = 0;
  int round = 0;
  int square = 0;

  while (p[n] != '\0' && (guchar) p[n] > ' ' && strchr ("<>\"`{}|\\^", p[n]) == NULL) {
    if (p[n] == '(')
      round++;
    else if (p[n] == ')' && --round < 0)
      break;
    if (p[n] == '[')
      square++;
    else if (p[n] == ']' && --square < 0)
      break;
    n++;
  }
  while (n > 0 && strchr (".,;:!?'*", p[n - 1]) != NULL)
    n--;
  return n;
}

static void
extract_links (const char *text, GPtrArray *facts)
{
  for (const char *p = text; *p != '\0'; p++) {
    gboolean starts = p == text || !g_ascii_isalnum (p[-1]);
    gsize length;

    if (!starts ||
        (g_ascii_strncasecmp (p, "https://", 8) != 0 && g_ascii_strncasecmp (p, "http://", 7) != 0))
      continue;
    length = url_length (p);
    if (length > 10)
      add_fact (facts, text, p - text, p - text + length, 1.0);
    p += length > 0 ? length - 1 : 0;
  }
}

static gsize
currency_at (const char *p)
{
  static const char *const signs[] = { "€",   "$",   "£",    "¥",     "₹",       "EUR", "USD",
                                       "GBP", "CHF", "JPY",  "SEK",   "NOK",     "DKK", "PLN",
                                       "CAD", "AUD", "Euro", "euros", "dollars", NULL };

  for (guint i = 0; signs[i] != NULL; i++) {
    if (g_str_has_prefix (p, signs[i]))
      return strlen (signs[i]);
  }
  return 0;
}

static gsize
amount_length (const char *p)
{
  gsize n = 0;

  while (g_ascii_isdigit (p[n]) ||
         ((p[n] == '.' || p[n] == ',' || p[n] == '\'') && g_ascii_isdigit (p[n + 1])))
    n++;
  return n;
}

static void
extract_amounts (const char *text, GPtrArray *facts)
{
  static const char *const words[] = { "total",   "amount", "due",     "sum", "price",
                                       "charged", "paid",   "balance", "pay", "invoice",
                                       "bill",    "cost",   NULL };

  for (const char *p = text; *p != '\0'; p++) {
    gsize sign = currency_at (p);
    const char *q;
    gsize length;

    if (sign > 0) {
      q = p + sign + (p[sign] == ' ' ? 1 : 0);
      length = amount_length (q);
      if (length > 0) {
        add_fact (facts, text, p - text, q + length - text,
                  0.5 + nearness (text, p - text, q + length - text, words));
        p = q + length - 1;
      }
      continue;
    }
    if (!g_ascii_isdigit (*p) ||
        (p > text && (g_ascii_isalnum (p[-1]) || p[-1] == '.' || p[-1] == ',')))
      continue;
    length = amount_length (p);
    q = p + length + (p[length] == ' ' ? 1 : 0);
    sign = currency_at (q);
    if (sign > 0) {
      add_fact (facts, text, p - text, q + sign - text,
                0.5 + nearness (text, p - text, q + sign - text, words));
      p = q + sign - 1;
    } else {
      /* Without a currency: two decimals, beside a word of money. */
      double near = length > 3 && (p[length - 3] == '.' || p[length - 3] == ',')
                        ? nearness (text, p - text, p + length - text, words)
                        : 0;

      if (near > 0.4)
        add_fact (facts, text, p - text, p + length - text, near - 0.2);
      p += length - 1;
    }
  }
}

static void
extract_phones (const char *text, GPtrArray *facts)
{
  static const char *const words[] = { "phone", "tel",     "call",   "mobile", "cell",
                                       "fax",   "hotline", "number", NULL };

  for (const char *p = text; *p != '\0'; p++) {
    const char *start = p;
    guint digits = 0;

    if (!(*p == '+' || *p == '(' || g_ascii_isdigit (*p)) ||
        (p > text && (g_ascii_isalnum (p[-1]) || strchr ("/.-=", p[-1]) != NULL)))
      continue;
    /* Mail is wrapped: a number may go on in the next line, but not a list of them. */
    while (g_ascii_isdigit (*p) || strchr ("+() -/.", *p) != NULL ||
           (*p == '\n' && digits < 7 && g_ascii_isdigit (p[1]))) {
      if (*p == '\0')
        break;
      digits += g_ascii_isdigit (*p) ? 1 : 0;
      p++;
    }
    while (p > start && !g_ascii_isdigit (p[-1]))
      p--;
    if (digits >= 7 && digits <= 15 && !(p - start == 10 && start[4] == '-')) {
      double score = (*start == '+' ? 0.6 : 0.1) + nearness (text, start - text, p - text, words);

      if (score > 0.4)
        add_fact (facts, text, start - text, p - text, score);
    }
    if (p > start)
      p--;
  }
}

static gboolean
in_time (GArray *times, gsize at, gsize *end)
{
  for (guint i = 0; i < times->len; i++) {
    const HearthTimePhrase *phrase = &g_array_index (times, HearthTimePhrase, i);

    if (at >= phrase->from && at < phrase->to && phrase->kind != HEARTH_TIME_DURATION) {
      *end = phrase->to;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
word_is (const char *p, gsize length, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++) {
    if (strlen (words[i]) == length && g_ascii_strncasecmp (p, words[i], length) == 0)
      return TRUE;
  }
  return FALSE;
}

/* "at the island trailhead", "in Room 2": what follows a preposition, up to the next small word. */
static void
extract_places (const char *text, GPtrArray *facts)
{
  static const char *const prepositions[] = { "at", "in", "@", NULL };
  static const char *const labels[] = {
    "where:", "location:", "place:", "venue:", "address:", NULL
  };
  static const char *const stops[] = { "at",     "on",   "in",      "from",  "to",   "and",
                                       "for",    "with", "by",      "if",    "so",   "but",
                                       "or",     "when", "because", "i",     "we",   "you",
                                       "please", "is",   "are",     "was",   "will", "starting",
                                       "where",  "as",   "before",  "after", NULL };
  static const char *const not_places[] = {
    "all",     "least", "most",   "first", "last",  "once",     "advance",  "touch", "fact",
    "general", "case",  "order",  "mind",  "time",  "this",     "that",     "it",    "your",
    "my",      "our",   "a",      "any",   "time.", "person",   "addition", "about", "us",
    "me",      "you",   "detail", "full",  "total", "progress", "response", "reply", NULL
  };
  static const char *const verbs[] = { "meet",    "meeting", "held", "place", "be at",
                                       "see you", "join",    "come", "party", "gather",
                                       "is at",   "is in",   NULL };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  HearthTimeContext context = { .now = 0, .zone = zone };
  g_autoptr (GArray) times = hearth_time_read (text, &context);
  const char *p = text;

  while (*p != '\0') {
    const char *word = p;
    const char *q;
    const char *end;
    gboolean label;
    gboolean capital = FALSE;
    guint n = 0;
    gsize skip;

    while (*p != '\0' && !g_ascii_isspace (*p))
      p++;
    label = word_is (word, p - word, labels);
    if (label) {
      const char *line = p + strcspn (p, "\n");

      q = p + strspn (p, " \t");
      add_fact (facts, text, q - text, line - text, 2.0);
      p = line;
    } else if (word_is (word, p - word, prepositions) && !in_time (times, word - text, &skip)) {
      q = p + strspn (p, " \t");
      end = q;
      while (*q != '\0' && *q != '\n' && n < 9) {
        const char *next = q + strcspn (q, " \t\n.,;!?()");
        gsize length = next - q;

        if (length == 0 || in_time (times, q - text, &skip) ||
            (n > 0 && word_is (q, length, stops)) || (n == 0 && word_is (q, length, not_places)))
          break;
        capital = capital || g_ascii_isupper (*q);
        n++;
        end = next;
        q = next + strspn (next, " \t");
        if (*next != ' ' && *next != '\t')
          break;
      }
      if (n > 0 && n < 9 && end - p > 3)
        add_fact (facts, text, p + strspn (p, " \t") - text, end - text,
                  0.3 + (capital ? 0.3 : 0) + nearness (text, word - text, end - text, verbs));
    }
    while (g_ascii_isspace (*p))
      p++;
  }
}

static int
compare_facts_cb (gconstpointer a, gconstpointer b)
{
  const HearthFact *x = *(const HearthFact *const *) a;
  const HearthFact *y = *(const HearthFact *const *) b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return x->at < y->at ? -1 : 1;
}

/**
 * hearth_extract:
 * @text: the text of a mail; at most its first 48 KiB are looked at
 * @kind: what is wanted
 *
 * Returns: (transfer full) (element-type HearthFact): what was found, the surest first
 */
GPtrArray *
hearth_extract (const char *text, HearthFactKind kind)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_fact_free);
  gsize length = strnlen (text, MAX_TEXT);
  g_autofree char *bounded = g_utf8_make_valid (text, length);

  switch (kind) {
  case HEARTH_FACT_CODE:
  case HEARTH_FACT_NUMBER:
    extract_codes (bounded, kind == HEARTH_FACT_NUMBER, facts);
    extract_groups (bounded, kind == HEARTH_FACT_NUMBER, facts);
    if (kind == HEARTH_FACT_CODE)
      extract_passwords (bounded, facts);
    break;
  case HEARTH_FACT_LINK:
    extract_links (bounded, facts);
    break;
  case HEARTH_FACT_AMOUNT:
    extract_amounts (bounded, facts);
    break;
  case HEARTH_FACT_PHONE:
    extract_phones (bounded, facts);
    break;
  case HEARTH_FACT_PLACE:
    extract_places (bounded, facts);
    break;
  default:
    break;
  }
  g_ptr_array_sort (facts, compare_facts_cb);
  return facts;
}

/**
 * hearth_extract_host:
 * @url: an address that begins with http:// or https://
 *
 * Returns: (transfer full): the host in lower case, without user and port
 */
char *
hearth_extract_host (const char *url)
{
  const char *start = strstr (url, "://");
  g_autofree char *authority = NULL;
  const char *at;

  start = start != NULL ? start + 3 : url;
  authority = g_strndup (start, strcspn (start, "/?#"));
  at = strrchr (authority, '@');
  at = at != NULL ? at + 1 : authority;
  return g_ascii_strdown (at, strcspn (at, ":"));
}

/**
 * hearth_extract_domain:
 * @host: a host, or the part of an address after "@"
 *
 * Makes the part of a host that its owner registered, well enough to compare two: the last two
 * labels, or three where the last but one is short ("co.uk").
 *
 * Returns: (transfer full): a domain in lower case
 */
char *
hearth_extract_domain (const char *host)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);
  g_auto (GStrv) labels = g_strsplit (lower, ".", -1);
  guint n = g_strv_length (labels);
  guint keep = 2;

  if (n > 2 && strlen (labels[n - 2]) <= 3 && strlen (labels[n - 1]) == 2)
    keep = 3;
  return g_strjoinv (".", labels + (n > keep ? n - keep : 0));
}
