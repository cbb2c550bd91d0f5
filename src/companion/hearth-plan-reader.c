/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-plan-reader.h"

#include <string.h>

#include "hearth-text.h"

/* What the owner asks to have done, read from their own words: which verbs, and how often at most.
 *
 * A text is cut into clauses. One that begins with an order gives a verb, one that asks or tells
 * gives none, and one that cannot be told makes the whole text unclear: then a service is asked,
 * which sees these words and nothing else. It is better to ask than to allow what was not said, or
 * to refuse what was. Words are folded: in lower case and without marks. */

#define MAX_TEXT (8 * 1024)
#define MAX_CLAUSES 60
#define MAX_WORDS 80
#define MANY_MAILS 100
#define MANY_FLAGS 50
#define MANY_TRASH 20
#define MANY 10

typedef struct {
  char **words;
  guint n;
  guint first;    /* the word after "please", "could you", … */
  gboolean modal; /* "kannst du …": the verb stands at the end */
} Clause;

typedef enum {
  CLAUSE_NOTHING, /* it tells, or asks */
  CLAUSE_ORDER,
  CLAUSE_UNCLEAR,
} Meaning;

static const char *const mail_words[] = {
  "mail",       "mails",       "email",       "emails", "e-mail",  "e-mails",       "message",
  "messages",   "newsletter",  "newsletters", "letter", "letters", "inbox",         "posteingang",
  "nachricht",  "nachrichten", "werbung",     "spam",   "junk",    "notifications", "receipts",
  "rechnungen", "thread",      "threads",     NULL
};
static const char *const event_words[] = {
  "event",        "events",   "meeting",     "meetings",       "appointment", "appointments",
  "lunch",        "dinner",   "breakfast",   "call",           "calls",       "visit",
  "dentist",      "calendar", "reunion",     "interview",      "session",     "class",
  "date",         "slot",     "trip",        "termin",         "termine",     "treffen",
  "besprechung",  "kalender", "mittagessen", "abendessen",     "zahnarzt",    "arzt",
  "sitzung",      "check-up", "sync",        "standup",        "kick-off",    "kickoff",
  "presentation", "workshop", "party",       "zahnarzttermin", "arzttermin",  "concert",
  "flight",       NULL
};
static const char *const reply_words[] = { "reply",   "replies",   "answer", "response",
                                           "antwort", "antworten", NULL };
static const char *const draft_words[] = { "draft", "drafts", "entwurf", "entwurfe", NULL };
static const char *const reminder_words[] = { "reminder", "reminders", "erinnerung", "erinnerungen",
                                              NULL };
static const char *const guest_words[] = { "participants", "participant", "guests",   "guest",
                                           "attendees",    "attendee",    "invitees", "teilnehmer",
                                           "teilnehmern",  "gaste",       "gasten",   NULL };
static const char *const invitation_words[] = { "invitation", "invitations", "invite", "invites",
                                                "einladung",  "einladungen", NULL };
static const char *const many_words[] = { "all",   "each",  "every", "everyone", "everybody",
                                          "them",  "these", "those", "alle",     "allen",
                                          "jede",  "jedem", "jeden", "jeder",    "sie",
                                          "diese", "jedes", NULL };
static const char *const me_words[] = { "me", "us", "mir", "mich", "uns", NULL };

static gboolean
is_in (const char *word, const char *const *list)
{
  for (guint i = 0; list[i] != NULL; i++) {
    if (strcmp (word, list[i]) == 0)
      return TRUE;
  }
  return FALSE;
}

static const char *
word_at (const Clause *clause, guint index)
{
  return index < clause->n ? clause->words[index] : "";
}

static gboolean
has (const Clause *clause, const char *const *list)
{
  for (guint i = clause->first; i < clause->n; i++) {
    if (is_in (clause->words[i], list))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_word (const Clause *clause, const char *word)
{
  const char *const list[] = { word, NULL };

  return has (clause, list);
}

/* How the orders begin. Of one whose object decides, what it is without a known one. */
typedef enum {
  ORDER_REPLY,
  ORDER_ANSWER, /* the owner's question, or somebody's mail */
  ORDER_SEND,
  ORDER_WRITE,
  ORDER_TELL, /* me, or somebody else */
  ORDER_DRAFT,
  ORDER_CREATE,
  ORDER_MOVE,
  ORDER_CANCEL,
  ORDER_DELETE,
  ORDER_INVITE,
  ORDER_RESPOND,
  ORDER_ARCHIVE,
  ORDER_FLAG,
  ORDER_MARK,
  ORDER_REMIND,
  ORDER_REMEMBER,
  ORDER_VAGUE, /* "do what the mail says" */
} Order;

static const struct {
  Order order;
  const char *const words[20];
} orders[] = {
  { ORDER_REPLY, { "reply", "antworte", "antworten", "beantworte", "beantworten" } },
  { ORDER_ANSWER, { "answer", "respond", "thank", "danke" } },
  { ORDER_SEND,
    { "send", "email", "e-mail", "mail", "forward", "message", "schick", "schicke", "schicken",
      "sende", "senden", "maile", "mailen", "leite" } },
  { ORDER_WRITE, { "write", "drop", "schreib", "schreibe", "schreiben" } },
  { ORDER_TELL,
    { "tell", "let", "ask", "inform", "notify", "sag", "sage", "sagen", "frag", "frage", "fragen",
      "teile", "informiere", "informieren" } },
  { ORDER_DRAFT,
    { "draft", "compose", "prepare", "entwirf", "entwerfe", "entwerfen", "formuliere",
      "formulieren" } },
  { ORDER_CREATE,
    { "create", "add", "schedule", "book", "put", "make", "set", "plan", "enter", "arrange",
      "organise", "organize", "block", "reserve", "erstelle", "erstellen", "trage", "eintragen",
      "plane" } },
  { ORDER_CREATE, { "lege", "leg", "anlegen", "trag", "buche", "planen", "buchen", "erstell" } },
  { ORDER_MOVE,
    { "move", "reschedule", "postpone", "shift", "push", "delay", "change", "verschiebe",
      "verschieb", "verschieben", "verlege", "verlegen" } },
  { ORDER_CANCEL, { "cancel", "storniere", "stornieren", "absagen" } },
  { ORDER_DELETE,
    { "delete", "trash", "remove", "bin", "discard", "losche", "losch", "loschen", "entferne",
      "entfernen", "wirf" } },
  { ORDER_INVITE, { "invite", "lade", "lad", "einladen" } },
  { ORDER_RESPOND,
    { "accept", "decline", "rsvp", "confirm", "nimm", "lehne", "akzeptiere", "annehmen", "ablehnen",
      "zusagen" } },
  { ORDER_ARCHIVE, { "archive", "file", "archiviere", "archivier", "archivieren" } },
  { ORDER_FLAG, { "flag", "star" } },
  { ORDER_MARK, { "mark", "markiere", "markier", "markieren" } },
  { ORDER_REMIND, { "remind", "erinnere", "erinner", "erinnern" } },
  { ORDER_REMEMBER, { "remember", "memorise", "memorize", "merke", "merk", "merken" } },
  { ORDER_VAGUE,
    { "do", "perform", "handle", "execute", "follow", "clean", "tidy", "deal", "process",
      "erledige", "kummere", "mach", "mache", "raume" } },
};

static gboolean
find_order (const char *word, Order *order)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    for (guint k = 0; k < G_N_ELEMENTS (orders[i].words) && orders[i].words[k] != NULL; k++) {
      if (strcmp (word, orders[i].words[k]) == 0) {
        *order = orders[i].order;
        return TRUE;
      }
    }
  }
  return FALSE;
}

/* "two mails", "both", "each": how often; one where nothing is said. */
static guint
read_count (const Clause *clause, guint many)
{
  static const char *const numbers[] = { "two",   "three", "four", "five", "six",
                                         "seven", "eight", "nine", "ten",  NULL };
  static const char *const german[] = { "zwei",   "drei", "vier", "funf", "sechs",
                                        "sieben", "acht", "neun", "zehn", NULL };

  for (guint i = clause->first; i < clause->n; i++) {
    const char *word = clause->words[i];
    const char *next = word_at (clause, i + 1);

    for (guint k = 0; numbers[k] != NULL; k++) {
      if ((strcmp (word, numbers[k]) == 0 || strcmp (word, german[k]) == 0) &&
          (is_in (next, mail_words) || is_in (next, event_words) || is_in (next, reply_words) ||
           is_in (next, reminder_words) || is_in (next, draft_words)))
        return k + 2;
    }
    if (strcmp (word, "both") == 0 || strcmp (word, "beide") == 0 || strcmp (word, "beiden") == 0 ||
        strcmp (word, "couple") == 0)
      return 2;
    if (strcmp (word, "several") == 0 || strcmp (word, "some") == 0 || strcmp (word, "einige") == 0)
      return MIN (5, many);
  }
  return has (clause, many_words) ? many : 1;
}

/* Of mails: "the newsletters" are many, "the mail from Ana" is one. */
static guint
count_mails (const Clause *clause, guint many)
{
  static const char *const plurals[] = {
    "mails",       "emails",        "e-mails",    "messages", "newsletters", "letters",
    "nachrichten", "werbung",       "spam",       "junk",     "receipts",    "rechnungen",
    "threads",     "notifications", "everything", "alles",    NULL
  };

  return has (clause, plurals) ? many : read_count (clause, many);
}

static Meaning
add (HearthPlan *plan, HearthVerb verb, guint count)
{
  hearth_plan_add (plan, verb, count);
  return CLAUSE_ORDER;
}

static Meaning
read_creation (const Clause *clause, HearthPlan *plan, const char *verb)
{
  static const char *const to_calendar[] = { "schedule", "block",     "reserve",  "arrange",
                                             "plan",     "organise",  "organize", "trage",
                                             "trag",     "eintragen", NULL };

  if (has (clause, reminder_words))
    return add (plan, HEARTH_VERB_REMIND, read_count (clause, MANY));
  if (has (clause, draft_words))
    return add (plan, HEARTH_VERB_DRAFT, read_count (clause, MANY));
  if ((strcmp (verb, "add") == 0 || strcmp (verb, "put") == 0) && has (clause, guest_words))
    return add (plan, HEARTH_VERB_INVITE, read_count (clause, MANY));
  /* "Make the event last four hours" goes on about one that is made already. */
  if (hearth_plan_get_count (plan, HEARTH_VERB_CREATE_EVENT) > 0 &&
      (strcmp (verb, "make") == 0 || strcmp (verb, "set") == 0 || strcmp (verb, "book") == 0 ||
       strcmp (verb, "add") == 0 || strcmp (verb, "put") == 0))
    return CLAUSE_NOTHING;
  if (has (clause, event_words) || is_in (verb, to_calendar))
    return add (plan, HEARTH_VERB_CREATE_EVENT, read_count (clause, MANY));
  return CLAUSE_UNCLEAR;
}

static Meaning
read_removal (const Clause *clause, HearthPlan *plan)
{
  if (has (clause, reminder_words) || has (clause, guest_words))
    return CLAUSE_UNCLEAR;
  if (has (clause, mail_words))
    return add (plan, HEARTH_VERB_TRASH, MIN (count_mails (clause, MANY_TRASH), MANY_TRASH));
  if (has (clause, event_words))
    return add (plan, HEARTH_VERB_CANCEL_EVENT, read_count (clause, MANY));
  return CLAUSE_UNCLEAR;
}

static Meaning
read_move (const Clause *clause, HearthPlan *plan)
{
  static const char *const trash[] = { "trash", "bin", "papierkorb", NULL };
  static const char *const archive[] = { "archive", "archiv", NULL };

  if (has (clause, trash))
    return add (plan, HEARTH_VERB_TRASH, MIN (count_mails (clause, MANY_TRASH), MANY_TRASH));
  if (has (clause, archive))
    return add (plan, HEARTH_VERB_ARCHIVE, count_mails (clause, MANY_MAILS));
  if (has (clause, mail_words) || has_word (clause, "title") || has_word (clause, "location"))
    return CLAUSE_UNCLEAR;
  return add (plan, HEARTH_VERB_MOVE_EVENT, read_count (clause, MANY));
}

static Meaning
read_writing (const Clause *clause, HearthPlan *plan, Order order, guint at)
{
  const char *next = word_at (clause, at + 1);

  if (has (clause, draft_words))
    return add (plan, HEARTH_VERB_DRAFT, read_count (clause, MANY));
  if (has (clause, reply_words) || has_word (clause, "back") || has_word (clause, "zuruck"))
    return add (plan, HEARTH_VERB_REPLY, read_count (clause, MANY));
  if (order == ORDER_TELL) {
    /* German puts what an order ends with elsewhere: "sag das Treffen ab". */
    if (is_in (next, me_words))
      return CLAUSE_NOTHING;
    if (has_word (clause, "ab"))
      return add (plan, HEARTH_VERB_CANCEL_EVENT, read_count (clause, MANY));
    if (has_word (clause, "zu") && has (clause, event_words))
      return add (plan, HEARTH_VERB_RESPOND, 1);
  }
  if (order != ORDER_SEND && is_in (next, me_words))
    return CLAUSE_NOTHING;
  if (order == ORDER_WRITE && !has (clause, mail_words) && !has_word (clause, "to") &&
      *next == '\0' && at == clause->first)
    return CLAUSE_UNCLEAR;
  if (order == ORDER_WRITE &&
      (has_word (clause, "summary") || has_word (clause, "list") || has_word (clause, "poem")) &&
      !has (clause, mail_words))
    return CLAUSE_UNCLEAR;
  return add (plan, HEARTH_VERB_SEND, read_count (clause, MANY));
}

static Meaning
read_order (const Clause *clause, HearthPlan *plan, Order order, guint at)
{
  const char *next = word_at (clause, at + 1);

  switch (order) {
  case ORDER_REPLY:
    return add (plan, has (clause, invitation_words) ? HEARTH_VERB_RESPOND : HEARTH_VERB_REPLY,
                read_count (clause, MANY));
  case ORDER_ANSWER:
    if (has (clause, invitation_words))
      return add (plan, HEARTH_VERB_RESPOND, read_count (clause, MANY));
    if (has_word (clause, "question") || has_word (clause, "questions") || *next == '\0' ||
        strcmp (next, "you") == 0 || strcmp (next, "in") == 0)
      return has (clause, mail_words) ? CLAUSE_UNCLEAR : CLAUSE_NOTHING;
    return add (plan, HEARTH_VERB_REPLY, read_count (clause, MANY));
  case ORDER_SEND:
  case ORDER_WRITE:
  case ORDER_TELL:
    return read_writing (clause, plan, order, at);
  case ORDER_DRAFT:
    return add (plan, HEARTH_VERB_DRAFT, read_count (clause, MANY));
  case ORDER_CREATE:
    return read_creation (clause, plan, clause->words[at]);
  case ORDER_MOVE:
    return read_move (clause, plan);
  case ORDER_CANCEL:
    return has (clause, reminder_words)
               ? CLAUSE_UNCLEAR
               : add (plan, HEARTH_VERB_CANCEL_EVENT, read_count (clause, MANY));
  case ORDER_DELETE:
    return read_removal (clause, plan);
  case ORDER_INVITE:
    /* "Invite Ana to lunch on Friday" makes the event; "to the meeting" knows one. */
    if (!has_word (clause, "the") && !has_word (clause, "my") && has (clause, event_words))
      hearth_plan_add (plan, HEARTH_VERB_CREATE_EVENT, 1);
    return add (plan, HEARTH_VERB_INVITE, read_count (clause, MANY));
  case ORDER_RESPOND:
    return add (plan, HEARTH_VERB_RESPOND, read_count (clause, MANY));
  case ORDER_ARCHIVE:
    return add (plan, HEARTH_VERB_ARCHIVE, count_mails (clause, MANY_MAILS));
  case ORDER_FLAG:
    return add (plan, HEARTH_VERB_FLAG, count_mails (clause, MANY_FLAGS));
  case ORDER_MARK:
    if (has_word (clause, "read") || has_word (clause, "unread") || has_word (clause, "gelesen"))
      return CLAUSE_UNCLEAR;
    return add (plan, HEARTH_VERB_FLAG, count_mails (clause, MANY_FLAGS));
  case ORDER_REMIND:
    return add (plan, is_in (next, me_words) ? HEARTH_VERB_REMIND : HEARTH_VERB_SEND,
                read_count (clause, MANY));
  case ORDER_REMEMBER:
    return add (plan, HEARTH_VERB_REMEMBER, 1);
  case ORDER_VAGUE:
  default:
    return CLAUSE_UNCLEAR;
  }
}

/* "Do not forget to invite Ana" is an order, "do not invite Ana" is none. */
static gboolean
skip_negation (Clause *clause)
{
  guint at = clause->first;
  const char *word = word_at (clause, at);

  if (strcmp (word, "do") == 0 && strcmp (word_at (clause, at + 1), "not") == 0)
    at += 2;
  else if (strcmp (word, "don't") == 0 || strcmp (word, "dont") == 0 ||
           strcmp (word, "don’t") == 0 || strcmp (word, "never") == 0)
    at += 1;
  else if (strcmp (word, "vergiss") != 0)
    return FALSE;
  if (strcmp (word, "vergiss") == 0 || strcmp (word_at (clause, at), "forget") == 0) {
    clause->first = at + 1;
    return FALSE;
  }
  return TRUE;
}

/* Goes over what stands before an order: "please", "could you", "and then", "2.". */
static void
skip_leading (Clause *clause)
{
  static const char *const leading[] = { "please", "and",     "then",   "also",   "so",   "now",
                                         "ok",     "okay",    "hearth", "hey",    "hi",   "bitte",
                                         "und",    "dann",    "auch",   "doch",   "mal",  "jetzt",
                                         "but",    "aber",    "just",   "kindly", "next", "after",
                                         "first",  "finally", "lastly", "or",     "oder", "danach",
                                         "to",     "zu",      NULL };
  static const char *const modals[] = { "could",    "can",     "would",  "will",   "kannst",
                                        "konntest", "wurdest", "willst", "should", NULL };

  for (;;) {
    const char *word = word_at (clause, clause->first);

    if (*word == '\0')
      return;
    if (is_in (word, leading) || g_ascii_isdigit (*word)) {
      clause->first++;
    } else if (is_in (word, modals) && (strcmp (word_at (clause, clause->first + 1), "you") == 0 ||
                                        strcmp (word_at (clause, clause->first + 1), "du") == 0)) {
      clause->modal = *word == 'k' || *word == 'w';
      clause->first += 2;
    } else if (strcmp (word, "i") == 0 &&
               (strcmp (word_at (clause, clause->first + 1), "want") == 0 ||
                strcmp (word_at (clause, clause->first + 1), "need") == 0) &&
               strcmp (word_at (clause, clause->first + 2), "you") == 0) {
      clause->first += 3;
    } else {
      return;
    }
  }
}

/* What asks or shows is no order. */
static gboolean
is_question (const Clause *clause)
{
  static const char *const words[] = {
    "what",    "when",    "where",     "who",    "whom",    "whose",     "which",     "why",
    "how",     "is",      "are",       "was",    "were",    "am",        "did",       "does",
    "have",    "has",     "had",       "show",   "list",    "find",      "give",      "get",
    "read",    "search",  "look",      "check",  "tell",    "summarise", "summarize", "count",
    "compare", "explain", "translate", "open",   "see",     "was",       "wann",      "wo",
    "wer",     "wem",     "wen",       "welche", "welcher", "welches",   "warum",     "wie",
    "ist",     "sind",    "hat",       "habe",   "haben",   "zeig",      "zeige",     "finde",
    "such",    "suche",   "lies",      "liste",  "fasse",   "gib",       "sag",       "bin",
    "hast",    "any",     "do",        "gibt",   "war",     NULL
  };
  const char *first = word_at (clause, clause->first);
  const char *next = word_at (clause, clause->first + 1);

  if (strcmp (first, "do") == 0)
    return strcmp (next, "i") == 0 || strcmp (next, "we") == 0 || strcmp (next, "you") == 0;
  if (strcmp (first, "tell") == 0 || strcmp (first, "sag") == 0)
    return is_in (next, me_words);
  if (strcmp (first, "bin") == 0)
    return strcmp (next, "ich") == 0;
  return is_in (first, words);
}

/* What shall be said in a mail: "that I come", "saying …". */
static gboolean
is_said (const Clause *clause)
{
  static const char *const words[] = { "that", "saying", "dass", "ob", "whether", NULL };

  return is_in (word_at (clause, clause->first), words);
}

/* Within a clause, most such words are nouns ("her email"); some are verbs everywhere, and after
 * "to" and "you" all are. */
static gboolean
may_be_order (const Clause *clause, guint at)
{
  static const char *const verbs[] = { "send",     "delete",  "cancel",   "archive", "reschedule",
                                       "postpone", "decline", "remove",   "invite",  "create",
                                       "forward",  "move",    "schedule", NULL };
  static const char *const before[] = { "to", "you", "please", "du", "bitte", NULL };

  return is_in (clause->words[at], verbs) || is_in (word_at (clause, at - 1), before);
}

static Meaning
read_clause (Clause *clause, HearthPlan *plan)
{
  Order order;

  skip_leading (clause);
  if (skip_negation (clause))
    return CLAUSE_NOTHING;
  skip_leading (clause);
  if (clause->first >= clause->n || is_question (clause))
    return CLAUSE_NOTHING;
  if (is_said (clause))
    return find_order (word_at (clause, clause->first + 1), &order) ? CLAUSE_UNCLEAR
                                                                    : CLAUSE_NOTHING;
  if (find_order (clause->words[clause->first], &order)) {
    /* "Perform the following tasks": what follows is read itself. */
    if (order == ORDER_VAGUE && has_word (clause, "following"))
      return CLAUSE_NOTHING;
    return read_order (clause, plan, order, clause->first);
  }
  for (guint i = clause->first + 1; i < clause->n; i++) {
    if (!find_order (clause->words[i], &order))
      continue;
    if (clause->modal && i + 1 == clause->n) {
      /* "Kannst du Marta schreiben": the verb is the last word. */
      Clause turned = *clause;

      turned.first = 0;
      return read_order (&turned, plan, order, i);
    }
    if (may_be_order (clause, i))
      return CLAUSE_UNCLEAR;
  }
  return CLAUSE_NOTHING;
}

/* "Go on", "yes, do that": what is meant was said before. */
static gboolean
is_assent (const char *folded)
{
  static const char *const words[] = { "yes",     "yeah",     "yep",    "sure",  "ok",    "okay",
                                       "go",      "ja",       "gern",   "gerne", "genau", "again",
                                       "proceed", "continue", "weiter", "it",    "that",  NULL };
  g_auto (GStrv) parts = g_strsplit_set (folded, " ,.!?\n", 8);

  for (guint i = 0; parts[i] != NULL; i++) {
    if (*parts[i] != '\0')
      return is_in (parts[i], words);
  }
  return TRUE;
}

/* What stands in quotes is a name or a text, never an order. An apostrophe within a word is none.
 */
static char *
drop_quoted (const char *text)
{
  GString *out = g_string_new (NULL);
  gunichar close = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    gunichar before = p > text ? g_utf8_get_char (g_utf8_prev_char (p)) : ' ';
    gunichar after = g_utf8_get_char (g_utf8_next_char (p));

    if (close != 0) {
      if (c == close && !(c == '\'' && g_unichar_isalnum (after)))
        close = 0;
      continue;
    }
    if (c == '"' || c == 0x201C || c == 0x201E || c == 0xAB)
      close = c == '"' ? '"' : c == 0x201C ? 0x201D : c == 0x201E ? 0x201C : 0xBB;
    else if (c == '\'' && !g_unichar_isalnum (before) && strchr (g_utf8_next_char (p), '\''))
      close = '\'';
    if (close != 0)
      g_string_append (out, "quoted ");
    else
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

/* Marks where sentences end with a line break, and where clauses may with a vertical tab. What
 * follows "that", "saying" or a colon is what shall be said, and is looked at on its own. */
static char *
cut_clauses (const char *folded)
{
  g_autoptr (GRegex) marks = g_regex_new (
      ",(?=\\s)|\\s[-–—]\\s|\\s(?=(?:and|then|und|that|saying|dass|if|whether|ob|falls)\\s)", 0, 0,
      NULL);
  g_autoptr (GRegex) ends = g_regex_new ("[.!;](?=\\s|$)", 0, 0, NULL);
  g_autoptr (GRegex) colon = g_regex_new (":(?=\\s)", 0, 0, NULL);
  g_autofree char *said = g_regex_replace_literal (colon, folded, -1, 0, "\vsaying ", 0, NULL);
  g_autofree char *ended = g_regex_replace_literal (ends, said, -1, 0, "\n", 0, NULL);
  g_autofree char *cut = g_regex_replace_literal (marks, ended, -1, 0, "\v", 0, NULL);
  GString *out = g_string_new (NULL);

  for (const char *p = cut; p != NULL && *p != '\0'; p++) {
    g_string_append_c (out, *p);
    if (*p == '?')
      g_string_append_c (out, '\n');
  }
  return g_string_free (out, FALSE);
}

static GPtrArray *
split_words (const char *text)
{
  g_autofree char *plain = g_strdup (text);
  g_auto (GStrv) parts = NULL;
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  g_strdelimit (plain, "?!()[]\"\t\r", ' ');
  parts = g_strsplit (plain, " ", MAX_WORDS * 2);
  for (guint i = 0; parts[i] != NULL && words->len < MAX_WORDS; i++) {
    gsize length = strlen (parts[i]);

    while (length > 0 && strchr (".,:;", parts[i][length - 1]) != NULL)
      parts[i][--length] = '\0';
    if (length > 0)
      g_ptr_array_add (words, g_strdup (parts[i]));
  }
  return words;
}

/* Whether something new begins there: an order, a question, or what shall be said. The rest goes
 * on with what stands before it: "add Ana, Bob and Carl to the guests". */
static gboolean
begins_clause (GPtrArray *words)
{
  Clause clause = { .words = (char **) words->pdata, .n = words->len };
  Order order;

  skip_leading (&clause);
  return skip_negation (&clause) || is_said (&clause) || is_question (&clause) ||
         strcmp (word_at (&clause, 0), "if") == 0 ||
         find_order (word_at (&clause, clause.first), &order);
}

static Meaning
read_words (GPtrArray *words, HearthPlan *plan)
{
  Clause clause = { .words = (char **) words->pdata, .n = words->len };

  return clause.n > 0 ? read_clause (&clause, plan) : CLAUSE_NOTHING;
}

static Meaning
read_sentence (const char *sentence, HearthPlan *plan)
{
  g_auto (GStrv) parts = g_strsplit (sentence, "\v", MAX_CLAUSES);
  g_autoptr (GPtrArray) clause = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++) {
    g_autoptr (GPtrArray) words = split_words (parts[i]);

    if (i + 1 >= MAX_CLAUSES)
      return CLAUSE_UNCLEAR;
    if (begins_clause (words)) {
      if (read_words (clause, plan) == CLAUSE_UNCLEAR)
        return CLAUSE_UNCLEAR;
      g_ptr_array_set_size (clause, 0);
    }
    for (guint k = 0; k < words->len && clause->len < MAX_WORDS; k++)
      g_ptr_array_add (clause, g_strdup (g_ptr_array_index (words, k)));
  }
  return read_words (clause, plan);
}

/**
 * hearth_plan_read:
 * @text: what the owner said last
 *
 * Reads what the owner asks to have done, in English and German.
 *
 * Returns: (transfer full) (nullable): which verbs, and how often at most; it is empty where they
 * only ask; %NULL where it is not clear
 */
HearthPlan *
hearth_plan_read (const char *text)
{
  g_autoptr (HearthPlan) plan = hearth_plan_new ();
  g_autofree char *bounded = g_utf8_make_valid (text, (gssize) strnlen (text, MAX_TEXT));
  g_autofree char *unquoted = drop_quoted (bounded);
  g_autofree char *folded = hearth_text_fold (unquoted);
  g_autofree char *cut = NULL;
  g_auto (GStrv) lines = NULL;

  if (is_assent (folded))
    return NULL;
  g_strdelimit (folded, "\v", ' ');
  cut = cut_clauses (folded);
  lines = g_strsplit (cut, "\n", MAX_CLAUSES);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (i + 1 >= MAX_CLAUSES || read_sentence (lines[i], plan) == CLAUSE_UNCLEAR)
      return NULL;
  }
  return g_steal_pointer (&plan);
}
