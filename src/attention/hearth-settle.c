/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-settle.h"

#include "hearth-phrases.h"
#include "hearth-sentences.h"

#include <string.h>

/* Of an answer so much is looked at. */
#define MAX_TEXT (8 * 1024)
#define MAX_LINE 600
#define MAX_SENTENCES 12

typedef enum {
  SAYS_THANKS,
  SAYS_LATER,
  SAYS_AUTOMATIC,
  SAYS_CLOSED,
  SAYS_DELIVERED,
  SAYS_NOT_YET,
  SAYS_SUBSTANCE,
  SAYS_SMALL_TALK,
} Says;

#define BIT(says) HEARTH_PHRASE_BIT (says)

/* The language of the mail and not of its owner: not translated; other languages add rows. */
static const HearthPhraseRow rows[] = {
  { SAYS_THANKS,
    "thanks|thank you|thx|many thanks|much appreciated|appreciate it|appreciated|cheers|got it|"
    "received|noted|understood|message received|i got your|i have received your|"
    "i received your|have received it|this reached me|danke|vielen dank|besten dank|erhalten|"
    "angekommen|ist da|notiert" },
  { SAYS_LATER,
    "get back to you|get back to this|be in touch|come back to you|back to you on|back to you by|"
    "back to you with|reply properly|answer properly|reply in detail|respond in detail|"
    "let me check|let me look|let me ask|let me see|let me think|let me discuss|let me confirm|"
    "need to check|need to ask|have to check|have to ask|i'll check|i will check|we'll check|"
    "we will check|will check with|checking with|i'll look|i will look|we'll look|we will look|"
    "will look into|looking into|look into it|look into this|take a look|take a closer look|"
    "will review|i'll review|reviewing it|will read it|i'll read|will have a look|"
    "need more time|need some time|need a bit more|need a few more|need another day|"
    "give me a day|give me a few|give me until|bear with me|bear with us|on it|will do|"
    "working on it|working on this|in progress|i'll let you know|i will let you know|"
    "will let you know|will follow up|i'll follow up|we'll follow up|circle back|"
    "not had a chance|haven't had a chance|haven't gotten to|haven't got to|not gotten to|"
    "swamped|snowed under|later this week|early next week|more soon|will respond|will answer|"
    "will reply|i'll reply|i'll respond|ask around|waiting to hear|still waiting|"
    "melde mich|melden uns|schaue ich mir|schau es mir|ich prüfe|wir prüfen|ich kläre|"
    "muss erst|muss noch|brauche noch|komme darauf zurück|gebe bescheid|ich frage nach|"
    "bin dran|kümmere mich|mache ich" },
  { SAYS_AUTOMATIC,
    "out of office|out of the office|out-of-office|automatic reply|auto reply|auto-reply|"
    "autoreply|automatische antwort|abwesenheitsnotiz|abwesend|i am currently away|"
    "i'm currently away|i am away|i'm away from|on annual leave|on vacation|on holiday|"
    "on parental leave|on maternity leave|on leave|on pto|limited access to email|"
    "limited access to my email|limited email access|no access to email|"
    "not be checking email|without access to email|returning on|i will return|i'll be back on|"
    "i'm ooo|i am ooo|ooo until|im urlaub|nicht im büro|außer haus|"
    "undeliverable|delivery status notification|mail delivery failed|delivery has failed|"
    "returned to sender|could not be delivered|couldn't be delivered|delivery failure|"
    "wasn't delivered|was not delivered|address not found|failure notice|unzustellbar|"
    "we have received your|we've received your|your request has been received|"
    "your message has been received|your email has been received|your ticket|ticket number|"
    "case number|a member of our team|one of our agents|automated response|automated message|"
    "automated reply|automatically generated|do not reply to this|this mailbox is not|"
    "ihre anfrage ist eingegangen|ihre nachricht ist eingegangen|automatisch erstellt|"
    "automatisch generiert|vorgangsnummer" },
  { SAYS_CLOSED,
    "never mind|nevermind|no longer need|no longer needed|don't need it anymore|"
    "not needed anymore|not necessary anymore|ignore my|disregard my|please disregard|"
    "please ignore my|found it|figured it out|worked it out|sorted it|all sorted|"
    "already sorted|solved it|resolved it|resolved now|is resolved|was resolved|all good now|"
    "no need anymore|no need any more|taken care of|forget it|scratch that|problem solved|"
    "hat sich erledigt|nicht mehr nötig|schon gefunden|nicht mehr gebraucht|"
    "vergiss es|ist gelöst" },
  { SAYS_DELIVERED,
    "attached|attaching|i attach|find enclosed|enclosed|here is|here are|here's|here you go|"
    "as promised|done|i've sent|i have sent|i sent|just sent|sent it|sent you|i've shared|"
    "i have shared|shared it|shared the|i've uploaded|uploaded|i've finished|finished|completed|"
    "is ready|are ready|now live|is live|i've fixed|fixed|i've updated|updated the|i've added|"
    "i've booked|booked|ordered|i've ordered|paid|transferred|signed|submitted|published|"
    "deployed|merged|is fixed|below is|below are|see below|link below|"
    "i called|i've called|i spoke|i've spoken|i talked|i asked|i've asked|i checked|i've checked|"
    "i looked|i've looked|i reviewed|i've reviewed|i've confirmed|anbei|im anhang|angehängt|"
    "hier ist|hier sind|wie versprochen|erledigt|fertig|habe geschickt|geschickt|gesendet|"
    "überwiesen|gebucht|bestellt|hochgeladen|unterschrieben|abgeschickt" },
  { SAYS_NOT_YET,
    "not done|not yet|not finished|isn't done|isn't ready|not ready|isn't finished|"
    "haven't finished|haven't sent|when it's done|when done|once done|once it's done|"
    "will be done|will be ready|be done by|be ready by|be finished|not attached|noch nicht|"
    "almost done|almost finished|nearly done|nearly finished" },
  { SAYS_SUBSTANCE,
    "yes|yep|yeah|no|nope|sure|of course|works|fine|approved|agreed|i agree|confirmed|correct|"
    "right|sounds good|looks good|lgtm|go ahead|deal|ja|nein|klar|gern|passt|genehmigt|"
    "einverstanden|stimmt|in ordnung" },
  { SAYS_SMALL_TALK,
    "for|the|a|it|that|this|so|very|much|all|again|and|you|your|i|we|i'll|in|will|to|me|my|"
    "mail|email|message|note|reply|update|info|information|file|document|documents|sending|"
    "reaching|out|best|regards|kind|hi|hello|hey|dear|ok|okay|great|perfect|safely|well|"
    "für|die|den|das|deine|ihre|nachricht|mail|ist|schön|have|a|good|nice|weekend|day|evening|"
    "help|quick|patience|letting|know|us|on|of|is|from|with" },
};

typedef struct {
  gboolean says[SAYS_SMALL_TALK + 1];
  guint n_words;
  guint n_rest; /* words that are no courtesy */
  gboolean question;
} Reading;

static const HearthPhrases *
get_phrases (void)
{
  static gsize table;

  if (g_once_init_enter (&table))
    g_once_init_leave (&table, (gsize) hearth_phrases_new (rows, G_N_ELEMENTS (rows)));
  return (const HearthPhrases *) table;
}

static void
read_line (Reading *self, const char *text)
{
  const HearthPhrases *phrases = get_phrases ();
  g_autofree HearthPhraseLine *line = g_new (HearthPhraseLine, 1);
  guint64 of = BIT (SAYS_THANKS) | BIT (SAYS_LATER) | BIT (SAYS_AUTOMATIC) | BIT (SAYS_CLOSED) |
               BIT (SAYS_DELIVERED) | BIT (SAYS_NOT_YET) | BIT (SAYS_SUBSTANCE);

  hearth_phrase_line_read (line, text);
  self->question = self->question || line->question;
  for (guint i = 0; i < line->n_words;) {
    int says;
    guint used = hearth_phrases_match (phrases, line, i, of, &says);

    if (used > 0)
      self->says[says] = TRUE;
    else {
      used = hearth_phrases_match (phrases, line, i, BIT (SAYS_SMALL_TALK), NULL);
      if (used == 0)
        self->n_rest++;
    }
    self->n_words += MAX (used, 1);
    i += MAX (used, 1);
  }
}

/* A line of thanks is left out of the sentences as a courtesy. Whether one of the first lines is.
 */
static gboolean
begins_with_thanks (const char *text)
{
  g_autofree HearthPhraseLine *line = g_new (HearthPhraseLine, 1);

  for (guint i = 0; i < 4 && *text != '\0'; i++) {
    gsize length = strcspn (text, "\n");
    g_autofree char *one = g_utf8_make_valid (text, (gssize) MIN (length, MAX_LINE));

    if (*text != '>') {
      hearth_phrase_line_read (line, one);
      if (hearth_phrases_find (get_phrases (), line, BIT (SAYS_THANKS)))
        return TRUE;
    }
    text += length + (text[length] == '\n');
  }
  return FALSE;
}

static void
read_message (Reading *self, const HearthMessage *message)
{
  const char *text = message->text != NULL ? message->text : "";
  g_autoptr (GArray) sentences = hearth_sentences_split (text, MAX_TEXT);

  memset (self, 0, sizeof *self);
  for (guint i = 0; i < sentences->len && i < MAX_SENTENCES; i++) {
    HearthSentence sentence = g_array_index (sentences, HearthSentence, i);
    g_autofree char *line = NULL;

    sentence.length = MIN (sentence.length, MAX_LINE);
    line = hearth_sentence_dup (text, &sentence);
    /* A name alone signs. */
    if (strchr (line, ' ') == NULL && i + 1 == sentences->len && i > 0)
      continue;
    read_line (self, line);
  }
}

static gboolean
is_from_machine (const HearthMessage *message)
{
  static const char *const parts[] = { "mailer-daemon", "postmaster",   "noreply", "no-reply",
                                       "donotreply",    "do-not-reply", NULL };
  g_autofree char *address = NULL;

  if ((message->marks & (HEARTH_MARK_AUTO | HEARTH_MARK_BOUNCE)) != 0)
    return TRUE;
  address = g_ascii_strdown (message->from != NULL ? message->from->address : "", -1);
  for (guint i = 0; parts[i] != NULL; i++) {
    if (strstr (address, parts[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* Nobody but a program writes these in a subject. */
static gboolean
subject_is_automatic (const char *subject)
{
  g_autofree HearthPhraseLine *line = g_new (HearthPhraseLine, 1);

  hearth_phrase_line_read (line, subject != NULL ? subject : "");
  return hearth_phrases_find (get_phrases (), line, BIT (SAYS_AUTOMATIC));
}

/**
 * hearth_settle_read_reply:
 * @message: a message with its text
 *
 * Says what a mail is to those before it in its thread. Pure.
 *
 * Returns: what it is
 */
HearthReplyKind
hearth_settle_read_reply (const HearthMessage *message)
{
  Reading reading;

  if (is_from_machine (message) || subject_is_automatic (message->subject))
    return HEARTH_REPLY_AUTOMATIC;
  read_message (&reading, message);
  /* A person who is away may still answer; a program says no more than that. */
  if (reading.says[SAYS_AUTOMATIC] && reading.n_words < 90 && !reading.says[SAYS_DELIVERED])
    return HEARTH_REPLY_AUTOMATIC;
  if (message->attachments->len > 0)
    return HEARTH_REPLY_ANSWER;
  if (reading.says[SAYS_CLOSED])
    return HEARTH_REPLY_CLOSING;
  if (reading.says[SAYS_LATER] && !reading.says[SAYS_DELIVERED] && reading.n_words < 60)
    return HEARTH_REPLY_DEFERRAL;
  if (!reading.question && !reading.says[SAYS_SUBSTANCE] && reading.n_rest <= 2 &&
      (reading.says[SAYS_THANKS] ||
       begins_with_thanks (message->text != NULL ? message->text : "")))
    return HEARTH_REPLY_THANKS;
  return HEARTH_REPLY_ANSWER;
}

/**
 * hearth_settle_delivers:
 * @message: a message with its text
 *
 * Returns: whether it hands over, or says that done is, what was promised
 */
gboolean
hearth_settle_delivers (const HearthMessage *message)
{
  Reading reading;

  if (message->attachments->len > 0)
    return TRUE;
  read_message (&reading, message);
  return reading.says[SAYS_DELIVERED] && !reading.says[SAYS_NOT_YET];
}

static gboolean
is_owner (const HearthAddress *address, GPtrArray *owner)
{
  for (guint i = 0; address != NULL && i < owner->len; i++) {
    if (g_ascii_strcasecmp (address->address, g_ptr_array_index (owner, i)) == 0)
      return TRUE;
  }
  return FALSE;
}

static const HearthMessage *
find_message (GPtrArray *messages, gint64 id)
{
  for (guint i = 0; i < messages->len; i++) {
    const HearthMessage *message = g_ptr_array_index (messages, i);

    if (message->id == id)
      return message;
  }
  return NULL;
}

/* Whether a promise stands in the later message: it then takes the place of what was asked. */
static gboolean
holds_kind (GPtrArray *findings, gint64 message_id, HearthFindingKind kind)
{
  for (guint i = 0; i < findings->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (findings, i);

    if (finding->message_id == message_id && finding->kind == kind)
      return TRUE;
  }
  return FALSE;
}

/* Whether a later mail of the thread settles a finding. */
static gboolean
settles (const HearthFinding *finding, const HearthMessage *later, gboolean from_owner,
         GPtrArray *findings)
{
  HearthReplyKind reply;

  switch (finding->kind) {
  case HEARTH_FINDING_ASK:
  case HEARTH_FINDING_QUESTION:
    reply = hearth_settle_read_reply (later);
    /* Who asked may also say that it is done with. */
    if (!from_owner)
      return reply == HEARTH_REPLY_CLOSING;
    return reply == HEARTH_REPLY_ANSWER || reply == HEARTH_REPLY_CLOSING ||
           (reply == HEARTH_REPLY_DEFERRAL &&
            holds_kind (findings, later->id, HEARTH_FINDING_PROMISE));
  case HEARTH_FINDING_REQUEST:
    reply = hearth_settle_read_reply (later);
    return from_owner ? reply == HEARTH_REPLY_CLOSING
                      : reply == HEARTH_REPLY_ANSWER || reply == HEARTH_REPLY_CLOSING;
  case HEARTH_FINDING_PROMISE:
    return from_owner ? hearth_settle_delivers (later)
                      : hearth_settle_read_reply (later) == HEARTH_REPLY_CLOSING;
  case HEARTH_FINDING_PLEDGE:
    if (from_owner)
      return hearth_settle_read_reply (later) == HEARTH_REPLY_THANKS;
    return hearth_settle_delivers (later);
  case HEARTH_FINDING_DELIVERY:
  case HEARTH_FINDING_FLIGHT:
  case HEARTH_FINDING_BOOKING:
  case HEARTH_FINDING_INVOICE:
  case HEARTH_FINDING_CODE:
  case HEARTH_FINDING_PROPOSAL:
  case HEARTH_N_FINDINGS:
  default:
    return FALSE;
  }
}

static gboolean
is_commitment (const HearthFinding *finding)
{
  return finding->kind <= HEARTH_FINDING_PLEDGE;
}

/* A mail can lie in several mailboxes; what it settles, it settles once. */
static gboolean
is_later (const HearthMessage *message, const HearthMessage *other)
{
  return other->date > message->date || (other->date == message->date && other->id > message->id &&
                                         (other->message_id == NULL || *other->message_id == '\0' ||
                                          g_strcmp0 (other->message_id, message->message_id) != 0));
}

/**
 * hearth_settle_thread:
 * @findings: (element-type HearthFinding): what was found in the messages of a thread; their states
 *   are set anew, but for what the owner said
 * @messages: (element-type HearthMessage): the thread, with texts, in any order
 * @owner: (element-type utf8): the owner's addr-specs
 *
 * Judges over a whole thread what is still open: what was asked of the owner until they answer,
 * what they asked until a real answer comes, which thanks, a notice of absence or a bounce are not,
 * and what was promised until it is handed over. Pure.
 */
void
hearth_settle_thread (GPtrArray *findings, GPtrArray *messages, GPtrArray *owner)
{
  for (guint i = 0; i < findings->len; i++) {
    HearthFinding *finding = g_ptr_array_index (findings, i);
    const HearthMessage *message = find_message (messages, finding->message_id);
    gboolean settled = FALSE;

    if (message == NULL || finding->state >= HEARTH_FINDING_DONE || !is_commitment (finding))
      continue;
    for (guint j = 0; j < messages->len && !settled; j++) {
      const HearthMessage *later = g_ptr_array_index (messages, j);

      settled = is_later (message, later) && (later->flags & HEARTH_MESSAGE_DRAFT) == 0 &&
                settles (finding, later, is_owner (later->from, owner), findings);
    }
    finding->state = settled ? HEARTH_FINDING_SETTLED : HEARTH_FINDING_OPEN;
  }
}
