/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-words.h"

#include <string.h>

/* The longest phrase, in words. */
#define MAX_WORDS 6

typedef struct {
  HearthCue cue;
  const char *phrases; /* separated by "|" */
} Row;

/* Phrases are in lower case without apostrophes, as hearth-features.c cuts words. These are the
 * language of the mail and not of its owner: they are not translated; other languages add rows. */
static const Row rows[] = {
  { HEARTH_CUE_ASK,
    "please|could you|can you|would you|will you|need you to|needs you to|i need|we need|"
    "kindly|would appreciate|want you to|asking you to|ask you to|help us|could i ask|"
    "would you mind|can we|could we|shall we|do you want|do you have|do you know|are you able|"
    "bitte|könntest du|könnten sie|kannst du|können sie|pourriez vous|peux tu|pouvez vous|"
    "podrías|puedes|podría" },
  { HEARTH_CUE_ASK_REPLY,
    "let me know|get back to me|get back to us|please reply|reply to this|please respond|"
    "please answer|your reply|your response|response needed|rsvp|write back|please advise|"
    "advise on|drop me a line|looking forward to your answer|waiting for your|awaiting your|"
    "reply needed|call me back|ring me" },
  { HEARTH_CUE_ASK_DECISION,
    "decision needed|need a decision|your decision|decision required|your approval|"
    "please approve|need approval|approval needed|sign off|signoff|green light|your call on|"
    "go or no go|go no go|please decide|which option|which of the|authorize|authorise|"
    "need your call|your sign off|which one do you" },
  { HEARTH_CUE_ASK_REVIEW,
    "please review|can you review|could you review|your review|take a look|have a look|"
    "your feedback|your thoughts|your comments|your assessment|need your assessment|look over|"
    "proofread|what do you think|your opinion|your take" },
  { HEARTH_CUE_ASK_CONFIRM,
    "please confirm|can you confirm|could you confirm|confirm that|confirm whether|confirm if|"
    "need confirmation|confirm by|confirm your attendance|confirm receipt" },
  { HEARTH_CUE_ASK_INPUT,
    "your input|your perspective|your guidance|your advice|need your|needs your|need clarity|"
    "clarity on|weigh in|your view|your insight|want your|where do we stand|status needed|"
    "need to know|wondering if|wondering whether|curious whether|would love your" },
  { HEARTH_CUE_ASK_TIME,
    "are you free|are you available|your availability|when are you|when can you|what time works|"
    "does that work|does this work|would that work|works for you|work for you|suits you|"
    "schedule a call|set up a call|find a time|meet up|can we meet|hop on a call|are you around|"
    "can you make it|will you be|joining us|if youre in|if you are in|works for everyone" },
  { HEARTH_CUE_NUMBER,
    "number|numbers|figure|figures|estimate|estimates|headcount|head count|how many|budget|quote|"
    "total|amount|forecast|percentage" },
  { HEARTH_CUE_DOCUMENT,
    "attach the|signed copy|the signed|documents|document|contract|slides|draft|report|the form|"
    "spreadsheet|manuscript" },
  { HEARTH_CUE_COURTESY,
    "how are you|hows it going|how is it going|how have you been|whats up|how are things|"
    "hows life|how do you do|guess what" },
  { HEARTH_CUE_OFFER,
    "if you have any questions|if you have questions|any questions|feel free|"
    "do not hesitate|dont hesitate|please note|please find|please see|please be advised|"
    "please be aware|please do not reply|happy to discuss|happy to walk|please visit|"
    "please ignore|please disregard|please accept|please enjoy" },
  { HEARTH_CUE_URGENT,
    "urgent|urgently|asap|immediately|emergency|critical|time sensitive|as soon as possible|"
    "immediate|p0|p1|sev1|sev 1|has been paged|outage|right away|at "
    "once|escalate|escalation|incident|dringend|sofort|"
    "production down|is down|blocker|blocking|final notice|decision required|rollback" },
  { HEARTH_CUE_NO_ACTION,
    "no action required|no action needed|no action is|no response needed|no reply needed|"
    "no need to reply|no need to respond|fyi|for your information|heads up|"
    "informational update|nothing urgent|for your records|just so you know|for awareness|"
    "no immediate action|keeping you posted|keep you posted|no delays to report|no changes|"
    "zur information|wanted to share|process update|weve streamlined|without requiring" },
  { HEARTH_CUE_AWAY,
    "out of office|out of the office|automatic reply|auto reply|autoreply|on vacation until|"
    "abwesenheitsnotiz|limited access to email|on annual leave" },
  { HEARTH_CUE_PROMOTION,
    "unsubscribe|limited time|discount|special offer|exclusive offer|sale|free trial|"
    "free shipping|coupon|promo code|black friday|save up to|offer ends|offer closes|last chance|"
    "buy now|shop now|order now|webinar|sponsorship|sponsor|subscribe|deal|deals|best price|"
    "lowest price|money back|advertisement|sponsored|bargain|clearance|gift card|expires today|"
    "pricing|vip access|register now|sign up today|book a demo|roundtable|credit card accepted|"
    "newsletter subscribers|rabatt|sonderangebot|early bird|tier closes|lock in" },
  { HEARTH_CUE_PITCH,
    "i noticed your team|i noticed you|i noticed that your|im reaching out from|"
    "given your teams|your industry position|reserved for|purpose built|roi|"
    "partner with us|work together going forward|our platform|our solution|our product|"
    "our customers|our services|we specialize|we specialise|manufacturer in|our company|"
    "picking up from our|following up on what we|quick question before|partnership summit|"
    "our suite|exclusively for|closing the deal|sponsorship package|competing solutions" },
  { HEARTH_CUE_SPAM,
    "viagra|vlagra|cialis|xanax|valium|levitra|casino|penis|enlarge|rolex|replica|replications|"
    "sexual|sex|naked|striptease|porn|adult|mature|erections|pharmacy|generic|prescription|"
    "weight loss|soulmate|hot single|mortgage rates|refinance|stock watch|stock alert|"
    "penny stock|work from home|make money|earn extra|cheap software|oem software|software cd|"
    "degree|diploma|no prior|lottery|hair loss|losing your hair|investors|pills|dating|lonely|"
    "get rich|debt|lenders|pay per view|wholesale|medication|medications|drugs|movies|horny|"
    "cock|orgasm|milf|cum|babes" },
  { HEARTH_CUE_CREDENTIAL,
    "verify your account|verify your identity|confirm your identity|confirm your account|"
    "your password|password expires|password will expire|account suspended|"
    "account has been suspended|account will be|account is limited|unusual activity|"
    "social security number|banking details|bank details|bank account|card details|"
    "update your payment|update your billing|login credentials|your credentials|"
    "validate your|reactivate|restore access|mailbox is full|secure portal|verify banking|"
    "verify your|exposed credentials|sign in to keep|avoid suspension|konto verifizieren" },
  { HEARTH_CUE_WINDFALL,
    "inheritance|beneficiary|next of kin|million dollars|million usd|wire transfer|"
    "western union|gift cards|bitcoin|crypto wallet|lottery|sweepstakes|prize winner|"
    "you have won|youve won|your prize|grand prize|ur prize|claim your|unclaimed|"
    "processing fee|trust fund|nigerian|late client|deceased|cash prize|congratulations you" },
  { HEARTH_CUE_CLICK,
    "click here|click the link|click below|click on the link|click fast|visit our site|"
    "follow this link|open the attachment|log in here|login here|click now|tap here|"
    "visit us at|visit our" },
  { HEARTH_CUE_PAYMENT,
    "invoice|payment due|amount due|overdue|past due|balance due|please pay|payment reminder|"
    "outstanding balance|rechnung|mahnung|due date|rent is due|running low|overdraft" },
  { HEARTH_CUE_RECEIPT,
    "receipt|order confirmation|your order|your parcel|your package|your delivery|has shipped|has "
    "been shipped|out for delivery|"
    "tracking number|was delivered|thank you for your purchase|booking confirmation|"
    "your booking|your reservation|your ticket|payment received|boarding pass|itinerary" },
  { HEARTH_CUE_SIGN_IN,
    "new sign in|new login|signed in from|verification code|security code|one time code|"
    "security alert|two factor|one time password" },
  { HEARTH_CUE_NEWS,
    "newsletter|weekly digest|daily digest|this weeks issue|in this issue|view in browser|"
    "view this email|weekly roundup|top stories|read more" },
  { HEARTH_CUE_PERSONAL,
    "birthday|congrats|congratulations on|weekend|dinner|game night|party|wedding|"
    "miss you|love you|kids|mum|mom|dad|grandma|grandpa|family|vacation|holiday|hiking|"
    "picnic|barbecue|movie night|coffee|the kids|hang out|catch up soon|hugs|xoxo|"
    "cheering|proud of you|moving to|my place|new baby|anniversary|personal win|garden|"
    "recipe|hey friends|saturday|sunday|the dog|the cat" },
  { HEARTH_CUE_TASK,
    "regression|failure|failing|failed|broken|behind schedule|deadline|at risk|delay|"
    "action items|action item|loose ends|follow up|next steps|exceeded your budget|"
    "few blockers|edge cases|misaligned|open questions|divergence|gaps in|flag a few" },
};

typedef struct {
  HearthCue cue;
  guint n_words;
  const char *words[MAX_WORDS];
} Phrase;

/* How words that begin a phrase begin: a bit for the second letter of each first one. It sorts out
 * most words of a text before they are looked up. */
typedef struct {
  guint32 pairs[32];
  GHashTable *phrases; /* (owned) of a GArray of Phrase by the first word */
} Index;

/* The letter's place in a row of bits; what is no letter shares the first. */
static guint
place_of (char c)
{
  return g_ascii_islower (c) ? (guint) (c - 'a') + 1 : 0;
}

static gboolean
may_begin (const Index *index, const char *word)
{
  return *word != '\0' && (index->pairs[place_of (word[0])] & (1u << place_of (word[1]))) != 0;
}

static Index *
build_index (void)
{
  Index *index = g_new0 (Index, 1);

  index->phrases = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) phrases = g_strsplit (rows[i].phrases, "|", -1);

    for (guint j = 0; phrases[j] != NULL; j++) {
      g_auto (GStrv) words = g_strsplit (phrases[j], " ", MAX_WORDS + 1);
      Phrase phrase = { .cue = rows[i].cue };
      GArray *list;

      phrase.n_words = g_strv_length (words);
      g_assert (phrase.n_words > 0 && phrase.n_words <= MAX_WORDS);
      for (guint k = 0; k < phrase.n_words; k++)
        phrase.words[k] = g_intern_string (words[k]);
      index->pairs[place_of (phrase.words[0][0])] |= 1u << place_of (phrase.words[0][1]);
      list = g_hash_table_lookup (index->phrases, phrase.words[0]);
      if (list == NULL) {
        list = g_array_new (FALSE, FALSE, sizeof (Phrase));
        g_hash_table_insert (index->phrases, (gpointer) phrase.words[0], list);
      }
      g_array_append_val (list, phrase);
    }
  }
  return index;
}

/* Built once and kept for the life of the process. */
static const Index *
get_index (void)
{
  static gsize index;

  if (g_once_init_enter (&index))
    g_once_init_leave (&index, (gsize) build_index ());
  return (const Index *) index;
}

static gboolean
phrase_is_at (const Phrase *phrase, const char *const *words, guint n_words)
{
  if (phrase->n_words > n_words)
    return FALSE;
  for (guint i = 1; i < phrase->n_words; i++) {
    if (strcmp (phrase->words[i], words[i]) != 0)
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_words_match:
 * @words: (array length=n_words): words in lower case
 * @n_words: how many of them there are before the sentence ends
 * @func: called for each phrase that begins at the first word
 * @user_data: for @func
 *
 * Finds the known phrases that begin at the first of @words.
 *
 * Returns: how many there were
 */
guint
hearth_words_match (const char *const *words, guint n_words, HearthCueFunc func, gpointer user_data)
{
  const Index *index = get_index ();
  GArray *list;
  guint found = 0;

  if (n_words == 0 || !may_begin (index, words[0]))
    return 0;
  list = g_hash_table_lookup (index->phrases, words[0]);
  for (guint i = 0; list != NULL && i < list->len; i++) {
    const Phrase *phrase = &g_array_index (list, Phrase, i);

    if (phrase_is_at (phrase, words, n_words)) {
      func (phrase->cue, user_data);
      found++;
    }
  }
  return found;
}
