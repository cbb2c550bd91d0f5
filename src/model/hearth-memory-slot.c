/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memory-slot.h"

#include "hearth-memory.h"
#include "hearth-text.h"

#include <string.h>

/* What a sentence says of its subject, so that a new one can step into the place of an old one: "My
 * sister's name is Ana" and "My sister's name is Anna" are about one thing, "I like tea" and "I
 * like coffee" are about two. Doubt leaves a sentence on its own: nothing is replaced by mistake.
 */

#define MAX_WORDS 24

/* Of these there is one at a time: "home" of who lives somewhere. */
static const struct {
  const char *verbs; /* folded, each between blanks */
  const char *prepositions;
  const char *slot;
} doings[] = {
  { " live lives living ", " in at on near ", "home" },
  { " wohne wohnt lebe lebt ", " in im am bei an auf ", "home" },
  { " moved move moves ", " to ", "home" },
  { " work works working ", " at for ", "work" },
  { " arbeite arbeitet ", " bei fur beim ", "work" },
  { " study studies studying ", " at in ", "studies" },
  { " studiere studiert ", " in an ", "studies" },
  { " drive drives ", " a an ", "car" },
  { " fahre fahrt ", " einen eine ein ", "car" },
};

static const char copulas[] = " is are was ist sind lautet ";
static const char possessives[] = " my our mein meine unser unsere ";
static const char articles[] = " the a an der die das dem den ein eine einen ";
static const char names[] = " heisse heisst ";

/* Nouns of which there is one value, whatever is said of it. */
static const char attributes[] =
    " name birthday number address email mail colour color size age diet nickname signature"
    " language timezone city birthplace job title password hometown"
    " geburtstag nummer telefonnummer handynummer adresse anschrift farbe grosse alter sprache"
    " stadt beruf unterschrift spitzname heimatort ";
static const char choices[] = " favourite favorite preferred usual lieblings ";

static gboolean
is_among (const char *set, const char *word)
{
  g_autofree char *key = g_strconcat (" ", word, " ", NULL);

  return *word != '\0' && strstr (set, key) != NULL;
}

/* The words as they are written, without what stands around them. */
static GStrv
split (const char *text)
{
  g_auto (GStrv) raw = g_strsplit_set (text, " \t\n,;()\"", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; raw[i] != NULL && n < MAX_WORDS; i++) {
    gsize length = strlen (raw[i]);

    while (length > 0 && strchr (".!?:", raw[i][length - 1]) != NULL)
      raw[i][--length] = '\0';
    if (length == 0)
      continue;
    g_strv_builder_add (builder, raw[i]);
    n++;
  }
  return g_strv_builder_end (builder);
}

static GStrv
fold_all (GStrv words)
{
  GStrv folded = g_new0 (char *, g_strv_length (words) + 1);

  for (guint i = 0; words[i] != NULL; i++) {
    folded[i] = hearth_text_fold (words[i]);
    /* "sister’s" as "sister's" */
    for (char *p = strstr (folded[i], "\342\200\231"); p != NULL; p = strstr (p, "\342\200\231")) {
      *p = '\'';
      memmove (p + 1, p + 3, strlen (p + 3) + 1);
    }
  }
  return folded;
}

static const char *
find_doing (GStrv folded)
{
  for (guint i = 1; folded[i] != NULL && folded[i + 1] != NULL && i < 5; i++) {
    for (guint j = 0; j < G_N_ELEMENTS (doings); j++) {
      if (is_among (doings[j].verbs, folded[i]) && is_among (doings[j].prepositions, folded[i + 1]))
        return doings[j].slot;
    }
  }
  return NULL;
}

static char *
join (GStrv folded, guint from, guint to)
{
  GString *out = g_string_new (NULL);

  for (guint i = from; i < to; i++) {
    if (is_among (articles, folded[i]))
      continue;
    g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", folded[i]);
  }
  return g_string_free (out, FALSE);
}

static gboolean
is_name_or_number (const char *word)
{
  gunichar c = g_utf8_get_char (word);

  return g_unichar_isupper (c) || g_unichar_isdigit (c) || c == '+';
}

static gboolean
has_choice (GStrv folded, guint from, guint to)
{
  for (guint i = from; i < to; i++) {
    if (is_among (choices, folded[i]) || g_str_has_prefix (folded[i], "lieblings"))
      return TRUE;
  }
  return FALSE;
}

/* Where what is told of begins: behind "my", or behind "Ana's"; 0 if it is of nobody. */
static guint
find_owned (GStrv folded, guint copula)
{
  if (is_among (possessives, folded[0]))
    return 1;
  if (copula >= 2 && g_str_has_suffix (folded[0], "'s"))
    return 1;
  return 0;
}

/* "My doctor is Dr. Weber", "Ana's birthday is 4 May": what stands before "is" is one thing if it
 * has to be by its nature, or what follows is a name or a number. */
static char *
find_attribute (GStrv words, GStrv folded)
{
  for (guint i = 1; folded[i] != NULL && i < 7; i++) {
    gboolean named = is_among (names, folded[i]);
    const char *value = words[i + 1];
    g_autofree char *what = NULL;
    guint from;

    if ((!named && !is_among (copulas, folded[i])) || value == NULL)
      continue;
    from = find_owned (folded, i);
    if (from == 0 || from >= i)
      return named && i == 1 ? g_strdup ("name") : NULL;
    if (is_among (articles, folded[i + 1]) && words[i + 2] != NULL)
      value = words[i + 2];
    what = join (folded, from, i);
    if (named)
      return g_strconcat (what, "'s name", NULL);
    if (is_among (attributes, folded[i - 1]) || has_choice (folded, from, i) ||
        is_name_or_number (value))
      return g_steal_pointer (&what);
    return NULL;
  }
  return NULL;
}

/**
 * hearth_memory_dup_slot:
 * @subject: whom or what a memory is about
 * @text: what is remembered, in English or German
 *
 * Says what of the subject it tells, of which there can be only one that holds.
 *
 * Returns: (transfer full): a few folded words, or "" if others of that kind may hold beside it
 */
char *
hearth_memory_dup_slot (const char *subject, const char *text)
{
  g_auto (GStrv) words = split (text);
  g_auto (GStrv) folded = fold_all (words);
  char *slot;

  if (folded[0] == NULL || folded[1] == NULL)
    return g_strdup ("");
  slot = find_attribute (words, folded);
  if (slot == NULL)
    slot = g_strdup (find_doing (folded));
  /* Where somebody of the owner's lives is not where the owner lives. */
  if (slot != NULL && strcmp (subject, HEARTH_MEMORY_OWNER) == 0 && strchr (slot, ' ') == NULL &&
      is_among (possessives, folded[0]) && find_doing (folded) != NULL) {
    char *whose = g_strconcat (folded[1], " ", slot, NULL);

    g_free (slot);
    slot = whose;
  }
  return slot != NULL ? slot : g_strdup ("");
}

/* Health, faith, politics, money, love, in English and German: beginnings of words, folded. A word
 * too many only means that something is not proposed, which the owner can have remembered by a
 * word. */
static const char *const sensitive[] = {
  /* health */
  "abortion",
  "abtreib",
  "addict",
  "adhd",
  "adhs",
  "aids",
  "alcoholic",
  "alkoholi",
  "allerg",
  "anxiety",
  "anxious",
  "arzt",
  "arztin",
  "asthma",
  "autis",
  "behinder",
  "blood",
  "blut",
  "cancer",
  "chemo",
  "clinic",
  "dement",
  "depress",
  "diabet",
  "diagnos",
  "disab",
  "disease",
  "doctor",
  "drug",
  "drugs",
  "drunk",
  "epilep",
  "fehlgeburt",
  "fever",
  "fieber",
  "geimpft",
  "gesund",
  "health",
  "herz",
  "hiv",
  "hospital",
  "ill",
  "illness",
  "impfe",
  "impfung",
  "injur",
  "insulin",
  "klinik",
  "krampf",
  "krank",
  "krebs",
  "medic",
  "medik",
  "mental",
  "migraine",
  "migran",
  "miscarr",
  "operation",
  "operiert",
  "pain",
  "pains",
  "panic",
  "patient",
  "pill",
  "pills",
  "pregnan",
  "prescri",
  "psych",
  "rehab",
  "schmerz",
  "schwanger",
  "seizure",
  "sick",
  "sucht",
  "suchtig",
  "suicid",
  "surgery",
  "symptom",
  "tablet",
  "therap",
  "tumor",
  "vaccin",
  "weigh",
  /* faith */
  "allah",
  "atheis",
  "baptis",
  "believe",
  "believes",
  "bete",
  "betet",
  "bibel",
  "bible",
  "buddh",
  "catholic",
  "christen",
  "christian",
  "christianity",
  "christians",
  "christlich",
  "church",
  "evangel",
  "faith",
  "faste",
  "fasting",
  "gebet",
  "glaub",
  "god",
  "gods",
  "gott",
  "hindu",
  "hindus",
  "islam",
  "jesus",
  "jew",
  "jewish",
  "jews",
  "jude",
  "juden",
  "judin",
  "judisch",
  "kathol",
  "kirche",
  "konfession",
  "koran",
  "moschee",
  "moslem",
  "mosque",
  "muslim",
  "orthodox",
  "pray",
  "prayer",
  "prays",
  "protestant",
  "quran",
  "ramadan",
  "relig",
  "synagog",
  /* politics */
  "activis",
  "afd",
  "cdu",
  "communis",
  "conserv",
  "csu",
  "democrat",
  "demonstrat",
  "election",
  "fdp",
  "feminis",
  "gewerkschaft",
  "kommunis",
  "konserv",
  "left-wing",
  "liberal",
  "linke",
  "linken",
  "nazi",
  "nazis",
  "parlament",
  "parliament",
  "partei",
  "politic",
  "politik",
  "protest",
  "republican",
  "right-wing",
  "socialis",
  "sozialis",
  "spd",
  "tories",
  "tory",
  "trump",
  "union",
  "vote",
  "voted",
  "voter",
  "votes",
  "voting",
  "wahl",
  "wahle",
  "wahlt",
  /* money */
  "bank",
  "bankrupt",
  "broke",
  "budget",
  "credit",
  "darlehen",
  "debt",
  "debts",
  "dollar",
  "earn",
  "earned",
  "earns",
  "einkommen",
  "erbe",
  "erbschaft",
  "euro",
  "euros",
  "gehalt",
  "geld",
  "hypothek",
  "iban",
  "income",
  "inherit",
  "insolv",
  "invest",
  "konto",
  "kredit",
  "loan",
  "loans",
  "lohn",
  "money",
  "mortgage",
  "owe",
  "owed",
  "owes",
  "pension",
  "pleite",
  "rent",
  "rente",
  "rents",
  "salary",
  "savings",
  "schuld",
  "spare",
  "sparen",
  "steuer",
  "tax",
  "taxes",
  "verdien",
  "vermogen",
  "wage",
  "wages",
  /* love */
  "affair",
  "affare",
  "asexual",
  "bisex",
  "boyfriend",
  "breakup",
  "crush",
  "date",
  "dates",
  "dating",
  "divorc",
  "ehe",
  "ehefrau",
  "ehemann",
  "ex",
  "fiance",
  "fiancee",
  "freundin",
  "gay",
  "gays",
  "geliebte",
  "gender",
  "geschieden",
  "girlfriend",
  "heirat",
  "homosex",
  "husband",
  "kiss",
  "kissed",
  "lesb",
  "liebe",
  "liebt",
  "love",
  "loved",
  "lover",
  "loves",
  "loving",
  "marri",
  "married",
  "partner",
  "queer",
  "romance",
  "romantic",
  "scheidung",
  "schwul",
  "sex",
  "sexual",
  "sexuell",
  "spouse",
  "transgender",
  "transsex",
  "verheirat",
  "verliebt",
  "verlobt",
  "wedding",
  "wife",
};

/* Short beginnings are whole words: "ill" is not "illustrate", nor "ehe" "eher". */
static gboolean
word_is_sensitive (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sensitive); i++) {
    gsize length = strlen (sensitive[i]);

    if (length <= 4 ? strcmp (word, sensitive[i]) == 0 : strncmp (word, sensitive[i], length) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_memory_is_sensitive:
 * @text: a sentence, in English or German
 *
 * Returns: whether it may tell of health, faith, politics, money or love, of which nothing is ever
 *   proposed to be remembered
 */
gboolean
hearth_memory_is_sensitive (const char *text)
{
  g_autofree char *folded = hearth_text_fold (text);
  const char *p = folded;

  while (*p != '\0') {
    g_autofree char *word = NULL;
    const char *start;

    while (*p != '\0' && !g_unichar_isalpha (g_utf8_get_char (p)))
      p = g_utf8_next_char (p);
    start = p;
    while (*p != '\0' && (g_unichar_isalpha (g_utf8_get_char (p)) || *p == '-'))
      p = g_utf8_next_char (p);
    word = g_strndup (start, (gsize) (p - start));
    if (*word != '\0' && word_is_sensitive (word))
      return TRUE;
  }
  return FALSE;
}
