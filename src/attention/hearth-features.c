/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-features.h"

#include "hearth-deadline.h"
#include "hearth-text.h"

#include <string.h>

/* What matters stands at the top; a bound keeps the judgement at microseconds. */
#define MAX_TEXT (16 * 1024)
#define MAX_SUBJECT 1000
#define MAX_GREETING 60
#define MAX_GREETING_WORDS 10
#define MAX_GREETED 50
#define MAX_SENTENCE 120
#define MAX_WORD 40

/* The words of one sentence. */
typedef struct {
  char text[MAX_SENTENCE][MAX_WORD];
  const char *words[MAX_SENTENCE];
  guint n;
} Sentence;

typedef struct {
  HearthFeatures *features;
  Sentence sentence;
  guint16 counts[HEARTH_N_CUES]; /* of this sentence */
  gint64 written;
  gboolean in_subject;
  guint n_odd_words;
} Reader;

static void
count_cue (HearthCue cue, gpointer user_data)
{
  guint16 *counts = user_data;

  if (counts[cue] < G_MAXUINT16)
    counts[cue]++;
}

static gboolean
sentence_asks (const guint16 *counts)
{
  for (int cue = HEARTH_CUE_ASK; cue <= HEARTH_CUE_ASK_TIME; cue++) {
    if (counts[cue] > 0)
      return TRUE;
  }
  return counts[HEARTH_CUE_URGENT] > 0 || counts[HEARTH_CUE_PAYMENT] > 0;
}

/* Whether someone else than the reader is bound by the sentence: "I will send it by Friday". */
static gboolean
sentence_promises (const Sentence *sentence)
{
  static const char *const speakers[] = { "i", "we", "ill", "well", "im", "were", "ive", NULL };

  return sentence->n > 0 && g_strv_contains (speakers, sentence->words[0]);
}

/* Takes the sentence that has been gathered into the features. */
static void
end_sentence (Reader *reader, gboolean question)
{
  Sentence *sentence = &reader->sentence;
  HearthFeatures *features = reader->features;
  guint16 *sums = reader->in_subject ? features->subject_cues : features->cues;
  gint64 due = 0;
  gboolean has_time = FALSE;
  gboolean named = FALSE;

  if (sentence->n == 0)
    return;
  memset (reader->counts, 0, sizeof reader->counts);
  for (guint i = 0; i < sentence->n; i++) {
    const char *const *rest = sentence->words + i;
    gint64 at;
    gboolean timed;

    hearth_words_match (rest, sentence->n - i, count_cue, reader->counts);
    if (due == 0 &&
        hearth_deadline_read (rest, sentence->n - i, reader->written, &at, &timed) > 0) {
      due = at;
      has_time = timed;
      named = i == 0 || strcmp (sentence->words[0], "deadline") == 0;
    }
  }
  if (reader->counts[HEARTH_CUE_OFFER] > 0) {
    /* "Please find", "let me know if you have any questions": politeness. */
    for (int cue = HEARTH_CUE_ASK; cue <= HEARTH_CUE_ASK_TIME; cue++)
      reader->counts[cue] = 0;
  }
  if (question && reader->counts[HEARTH_CUE_COURTESY] == 0 && sentence->n >= 2 &&
      !reader->in_subject)
    features->questions++;
  if (due != 0 &&
      (question || named || reader->in_subject || sentence_asks (reader->counts) ||
       !sentence_promises (sentence)) &&
      (features->deadline == 0 || due < features->deadline)) {
    features->deadline = due;
    features->deadline_has_time = has_time;
  }
  for (int cue = 0; cue < HEARTH_N_CUES; cue++)
    sums[cue] = MIN (sums[cue] + reader->counts[cue], G_MAXUINT16);
  if (!reader->in_subject)
    features->n_words += sentence->n;
  sentence->n = 0;
}

static gboolean
is_odd_word (const char *word, gsize length)
{
  gboolean letter = FALSE;
  gboolean digit_inside = FALSE;

  if (length == 1)
    return g_ascii_isalpha (*word) && *word != 'a' && *word != 'i';
  if (length >= 6)
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    if (g_ascii_isalpha (word[i]))
      letter = TRUE;
    else if (g_ascii_isdigit (word[i]) && i > 0 && i + 1 < length && letter)
      digit_inside = TRUE;
  }
  return letter && digit_inside;
}

static void
add_word (Reader *reader, const char *word, gsize length)
{
  Sentence *sentence = &reader->sentence;

  if (length == 0)
    return;
  if (sentence->n == MAX_SENTENCE)
    end_sentence (reader, FALSE);
  length = MIN (length, MAX_WORD - 1);
  memcpy (sentence->text[sentence->n], word, length);
  sentence->text[sentence->n][length] = '\0';
  sentence->words[sentence->n] = sentence->text[sentence->n];
  if (is_odd_word (sentence->words[sentence->n], length))
    reader->n_odd_words++;
  sentence->n++;
}

static gboolean
is_odd_domain (const char *domain)
{
  static const char *const tlds[] = { "top",  "biz", "xyz", "click", "loan", "win",     "icu",
                                      "tk",   "ml",  "ga",  "cf",    "gq",   "buzz",    "cam",
                                      "rest", "zip", "mov", "bid",   "cc",   "monster", NULL };
  static const char *const baits[] = { "secure",   "verify",   "login",  "claim",
                                       "prize",    "account-", "-deals", "-offer",
                                       "offer.",   "promo",    "-cash",  "deals.",
                                       "-support", "-billing", "signin", NULL };
  const char *dot = strrchr (domain, '.');

  if (dot == NULL)
    return FALSE;
  if (g_strv_contains (tlds, dot + 1))
    return TRUE;
  for (guint i = 0; baits[i] != NULL; i++) {
    if (strstr (domain, baits[i]) != NULL && strchr (domain, '-') != NULL)
      return TRUE;
  }
  return FALSE;
}

/* Takes a link that begins at @p; returns its end. */
static const char *
read_link (Reader *reader, const char *p)
{
  char host[128];
  gsize n = 0;
  gboolean bare_number = TRUE;

  p = strstr (p, "//") + 2;
  while (*p != '\0' && (g_ascii_isalnum (*p) || *p == '.' || *p == '-' || *p == '@')) {
    if (*p == '@')
      n = 0; /* what stands before "@" only pretends to be the host */
    else if (n + 1 < sizeof host)
      host[n++] = g_ascii_tolower (*p);
    p++;
  }
  host[n] = '\0';
  for (gsize i = 0; i < n; i++)
    bare_number = bare_number && (g_ascii_isdigit (host[i]) || host[i] == '.');
  reader->features->n_links++;
  if (n > 0 && (bare_number || is_odd_domain (host) || strstr (host, "xn--") != NULL))
    reader->features->odd_links++;
  while (*p != '\0' && !g_ascii_isspace (*p) && *p != '>' && *p != '"' && *p != ')')
    p++;
  return p;
}

static gboolean
is_link (const char *p)
{
  /* The first letter sorts out nearly all. */
  return (*p == 'h' || *p == 'H') && (g_ascii_strncasecmp (p, "http://", 7) == 0 ||
                                      g_ascii_strncasecmp (p, "https://", 8) == 0);
}

/* Cuts one line into words and ends sentences where they end. */
static void
read_line (Reader *reader, const char *p, const char *end)
{
  char word[MAX_WORD * 2];
  gsize n = 0;

  while (p < end) {
    gunichar c = (guchar) *p;

    /* Nearly all letters are these. */
    if (g_ascii_isalnum (*p) && !is_link (p)) {
      if (n + 6 < sizeof word)
        word[n++] = g_ascii_tolower (*p);
      p++;
      continue;
    }
    if (c >= 0x80)
      c = g_utf8_get_char (p);
    if (is_link (p)) {
      add_word (reader, word, n);
      n = 0;
      p = MIN (read_link (reader, p), end);
      continue;
    }
    if (g_unichar_isalnum (c) ||
        (c == ':' && n > 0 && g_ascii_isdigit (word[n - 1]) && g_ascii_isdigit (p[1]))) {
      if (n + 6 < sizeof word)
        n += g_unichar_to_utf8 (g_unichar_tolower (c), word + n);
    } else if (c != '\'' && c != 0x2019) {
      add_word (reader, word, n);
      n = 0;
      if (c == '?' || c == 0xff1f || c == 0x61f)
        end_sentence (reader, TRUE);
      else if (c == '!' || c == ';' || c == 0x3002 || c == 0x2022 ||
               (c == '.' && (p + 1 >= end || g_ascii_isspace (p[1]))))
        end_sentence (reader, FALSE);
    }
    p = g_utf8_next_char (p);
  }
  add_word (reader, word, n);
}

/* Whether the line starts a part that the sender did not write now, or signs. */
static gboolean
line_ends_text (const char *line, gsize length)
{
  static const char *const starts[] = { "-- ",
                                        "-----Original Message",
                                        "-----Ursprüngliche",
                                        "________________________________",
                                        "Begin forwarded",
                                        "---------- Forwarded",
                                        NULL };

  if ((length == 2 || length == 3) && strncmp (line, "--", 2) == 0)
    return TRUE;
  for (guint i = 0; starts[i] != NULL; i++) {
    if (length >= strlen (starts[i]) && strncmp (line, starts[i], strlen (starts[i])) == 0)
      return i > 0;
  }
  return length > 12 && line[length - 1] == ':' && strncmp (line, "On ", 3) == 0 &&
         (g_strstr_len (line, length, " wrote:") != NULL);
}

/* The length of @text, at most @max, without half a character at its end. */
static gsize
cut_length (const char *text, gsize max)
{
  gsize length = strnlen (text, max + 1);

  if (length <= max)
    return length;
  length = max;
  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;
  return length;
}

static void
read_text (Reader *reader, const char *text)
{
  const char *p = text;
  const char *limit = text + cut_length (text, MAX_TEXT);

  while (p < limit) {
    const char *newline = memchr (p, '\n', limit - p);
    const char *end = newline != NULL ? newline : limit;
    const char *start = p;

    while (start < end && (*start == ' ' || *start == '\t'))
      start++;
    if (line_ends_text (start, end - start))
      break;
    if (start == end)
      end_sentence (reader, FALSE);
    else if (*start != '>') {
      if (*start == '-' || *start == '*' || g_ascii_isdigit (*start))
        end_sentence (reader, FALSE);
      read_line (reader, start, end);
    }
    p = end + 1;
  }
  end_sentence (reader, FALSE);
}

static const char *
get_domain (const HearthAddress *address)
{
  const char *at = address != NULL ? strrchr (address->address, '@') : NULL;

  return at != NULL ? at + 1 : "";
}

static gboolean
is_private_domain (const char *domain)
{
  static const char *const names[] = { "gmail.com",
                                       "googlemail.com",
                                       "yahoo.com",
                                       "outlook.com",
                                       "hotmail.com",
                                       "live.com",
                                       "icloud.com",
                                       "me.com",
                                       "aol.com",
                                       "gmx.de",
                                       "gmx.net",
                                       "gmx.com",
                                       "web.de",
                                       "t-online.de",
                                       "proton.me",
                                       "protonmail.com",
                                       "posteo.de",
                                       "mailbox.org",
                                       "fastmail.com",
                                       "yahoo.co.uk",
                                       "orange.fr",
                                       "free.fr",
                                       "laposte.net",
                                       "libero.it",
                                       "mail.ru",
                                       "yandex.ru",
                                       "qq.com",
                                       "163.com",
                                       "btinternet.com",
                                       "zoho.com",
                                       NULL };

  return g_strv_contains (names, domain);
}

static gboolean
is_noreply (const char *address)
{
  static const char *const parts[] = { "noreply",
                                       "no-reply",
                                       "no_reply",
                                       "donotreply",
                                       "do-not-reply",
                                       "notification",
                                       "mailer-daemon",
                                       "bounce",
                                       "newsletter",
                                       "postmaster@",
                                       NULL };
  g_autofree char *lower = g_ascii_strdown (address, -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    if (strstr (lower, parts[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* Names that are often borrowed: the sender's domain must hold the name then. */
static gboolean
name_lies (const HearthAddress *from)
{
  static const char *const borrowed[] = { "paypal",    "amazon",   "netflix",  "microsoft",
                                          "docusign",  "fedex",    "dropbox",  "facebook",
                                          "instagram", "linkedin", "coinbase", "icloud",
                                          "sparkasse", "postbank", NULL };
  g_autofree char *name = NULL;
  const char *domain = get_domain (from);
  const char *at;

  if (from == NULL || *domain == '\0')
    return FALSE;
  name = g_utf8_strdown (from->name, -1);
  at = strchr (name, '@');
  if (at != NULL && at != name && strchr (at, '.') != NULL) {
    gsize length = strcspn (at + 1, " >)\"'");

    return length > 2 && g_ascii_strncasecmp (at + 1, domain, length) != 0;
  }
  for (guint i = 0; borrowed[i] != NULL; i++) {
    if (strstr (name, borrowed[i]) != NULL && strstr (domain, borrowed[i]) == NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_owner (const HearthAddress *address, GPtrArray *owner)
{
  for (guint i = 0; i < owner->len; i++) {
    if (g_ascii_strcasecmp (address->address, g_ptr_array_index (owner, i)) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
holds_owner (GPtrArray *addresses, GPtrArray *owner)
{
  for (guint i = 0; i < addresses->len; i++) {
    if (is_owner (g_ptr_array_index (addresses, i), owner))
      return TRUE;
  }
  return FALSE;
}

/* The given and family names of @person, and the parts of the address before the "@". */
static char **
split_names (const HearthAddress *person)
{
  const char *at = strchr (person->address, '@');
  g_autofree char *local = g_strndup (person->address, at != NULL ? at - person->address : 0);
  g_autofree char *name = g_strdelimit (g_strconcat (person->name, " ", local, NULL), "._-,+", ' ');
  g_autofree char *folded = g_utf8_strdown (name, -1);

  return g_strsplit (folded, " ", 12);
}

/* Looks for @words among the names of the people in @people. */
static void
find_greeted (HearthFeatures *self, GPtrArray *people, GPtrArray *owner, const char *const *words,
              guint n_words)
{
  for (guint i = 0; i < MIN (people->len, MAX_GREETED); i++) {
    const HearthAddress *person = g_ptr_array_index (people, i);
    g_auto (GStrv) names = split_names (person);

    for (guint j = 0; j < n_words; j++) {
      if (!g_strv_contains ((const char *const *) names, words[j]))
        continue;
      if (is_owner (person, owner))
        self->greets_owner = TRUE;
      else
        self->greets_other = TRUE;
    }
  }
}

/* Reads whom the first line addresses: "Hi Sofia,", "Dear Mr Novak". */
static void
read_greeting (HearthFeatures *self, const HearthMessage *message, GPtrArray *owner)
{
  static const char *const openers[] = { "hi",      "hello",  "dear",  "hey",     "hallo",
                                         "liebe",   "lieber", "good",  "morning", "afternoon",
                                         "evening", "mr",     "mrs",   "ms",      "dr",
                                         "bonjour", "cher",   "chère", "hola",    NULL };
  const char *text = message->text != NULL ? message->text : "";
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  const char *names[MAX_GREETING_WORDS];
  guint n_names = 0;
  gsize length;

  while (g_ascii_isspace (*text))
    text++;
  length = strcspn (text, ",\n:!");
  if (length > MAX_GREETING)
    return;
  line = g_utf8_strdown (text, (gssize) length);
  words = g_strsplit_set (line, " .", MAX_GREETING_WORDS);
  for (guint i = 0; words[i] != NULL; i++) {
    if (strlen (words[i]) > 1 && !g_strv_contains (openers, words[i]))
      names[n_names++] = words[i];
  }
  if (n_names == 0)
    return;
  find_greeted (self, message->to, owner, names, n_names);
  find_greeted (self, message->cc, owner, names, n_names);
  if (self->greets_owner)
    self->greets_other = FALSE;
}

static HearthCalendarMethod
read_method (const HearthMessage *message)
{
  const char *line;

  if (message->calendar == NULL)
    return (message->marks & HEARTH_MARK_CALENDAR) != 0 ? HEARTH_METHOD_OTHER : HEARTH_METHOD_NONE;
  line = strstr (message->calendar, "METHOD:");
  if (line == NULL)
    return HEARTH_METHOD_NONE;
  line += strlen ("METHOD:");
  if (g_ascii_strncasecmp (line, "REQUEST", 7) == 0)
    return HEARTH_METHOD_REQUEST;
  if (g_ascii_strncasecmp (line, "REPLY", 5) == 0)
    return HEARTH_METHOD_REPLY;
  if (g_ascii_strncasecmp (line, "CANCEL", 6) == 0)
    return HEARTH_METHOD_CANCEL;
  return HEARTH_METHOD_OTHER;
}

static gboolean
is_shouting (const char *subject)
{
  guint upper = 0, lower = 0, marks = 0;

  for (const char *p = subject; *p != '\0'; p++) {
    upper += g_ascii_isupper (*p);
    lower += g_ascii_islower (*p);
    marks += *p == '!';
  }
  return marks >= 2 || (upper > 8 && upper > 3 * lower);
}

/**
 * hearth_features_extract:
 * @self: (out caller-allocates): filled in
 * @message: a message with its text
 * @context: what is known around it
 *
 * Sees in a message what a judgement rests on. Pure: reads nothing but its arguments.
 */
void
hearth_features_extract (HearthFeatures *self, const HearthMessage *message,
                         const HearthTriageContext *context)
{
  const char *domain = get_domain (message->from);
  const char *subject = message->subject != NULL ? message->subject : "";
  g_autofree char *base = NULL;
  gboolean reply_mark = FALSE;
  Reader *reader = g_new (Reader, 1);

  memset (self, 0, sizeof *self);
  self->marks = message->marks;
  self->to_owner = holds_owner (message->to, context->owner);
  self->cc_owner = holds_owner (message->cc, context->owner);
  self->n_recipients = message->to->len + message->cc->len;
  self->private_sender = is_private_domain (domain);
  self->odd_domain = is_odd_domain (domain);
  self->name_lies = name_lies (message->from);
  self->method = read_method (message);
  self->shouting = is_shouting (subject);
  if (message->from != NULL) {
    self->from_owner = is_owner (message->from, context->owner);
    self->noreply = is_noreply (message->from->address);
  }
  for (guint i = 0; i < context->owner->len && !self->private_sender; i++) {
    const char *at = strrchr (g_ptr_array_index (context->owner, i), '@');

    if (*domain != '\0' && at != NULL && g_ascii_strcasecmp (at + 1, domain) == 0)
      self->same_domain = TRUE;
  }
  base = hearth_text_base_subject (subject, &reply_mark);
  self->is_reply = reply_mark || (message->references != NULL && message->references[0] != NULL);
  read_greeting (self, message, context->owner);

  reader->features = self;
  reader->sentence.n = 0;
  reader->written = message->date;
  reader->n_odd_words = 0;
  reader->in_subject = TRUE;
  read_line (reader, base, base + cut_length (base, MAX_SUBJECT));
  end_sentence (reader, strchr (base, '?') != NULL);
  reader->in_subject = FALSE;
  read_text (reader, message->text != NULL ? message->text
                                           : (message->preview != NULL ? message->preview : ""));
  if (self->n_words > 0)
    self->scrambled = reader->n_odd_words * 100 / (self->n_words + 4);
  g_free (reader);
}
