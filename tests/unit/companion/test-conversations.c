/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "counting-service.h"

#include "hearth-clock.h"
#include "hearth-companion.h"
#include "hearth-conversations.h"
#include "hearth-intents.h"
#include "hearth-memories.h"
#include "hearth-store-journal.h"
#include "hearth-store-usage.h"

#include <string.h>

/* Many conversations, with the service of counting-service.h. */

#define NOW G_GINT64_CONSTANT (1930291200) /* Monday, 2031-03-03 09:00 in Berlin */
#define SECRET "Quetzalcoatl"

typedef struct {
  char *folder;
  HearthEngine *engine;
  HearthCompanion *companion;
  Counting *service;
} Fixture;

static void
begin (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->engine = hearth_engine_new (f->folder, &error);
  g_assert_no_error (error);
  f->companion = hearth_companion_new (f->engine);
  hearth_companion_set_service (f->companion, HEARTH_AI_SERVICE (f->service));
}

static void
end (Fixture *f)
{
  g_clear_object (&f->companion);
  hearth_engine_stop (f->engine);
  g_clear_object (&f->engine);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GError) error = NULL;

  hearth_clock_set_zone (zone);
  hearth_clock_turn_to (NOW);
  f->folder = g_dir_make_tmp ("hearth-conversations-XXXXXX", &error);
  g_assert_no_error (error);
  f->service = g_object_new (TYPE_COUNTING, NULL);
  begin (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", f->folder, NULL };

  end (f);
  g_object_unref (f->service);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
  g_free (f->folder);
}

typedef struct {
  GString *text;
  GString *notices;
  gint64 turn;
  gboolean ended;
} Heard;

static void
heard_cb (const HearthAnswerEvent *event, gpointer user_data)
{
  Heard *heard = user_data;

  if (event->kind == HEARTH_ANSWER_TEXT)
    g_string_append (heard->text, event->text);
  else if (event->kind == HEARTH_ANSWER_NOTICE)
    g_string_append (heard->notices, event->text);
  else if (event->kind == HEARTH_ANSWER_END)
    heard->ended = TRUE;
}

static void
heard_free (Heard *heard)
{
  g_string_free (heard->text, TRUE);
  g_string_free (heard->notices, TRUE);
  g_free (heard);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Heard, heard_free)

static Heard *
begin_asking (Fixture *f, const char *conversation, const char *text)
{
  Heard *heard = g_new0 (Heard, 1);
  g_autoptr (GError) error = NULL;

  heard->text = g_string_new (NULL);
  heard->notices = g_string_new (NULL);
  heard->turn = hearth_companion_ask (f->companion, conversation, text, NULL, heard_cb, heard, NULL,
                                      NULL, &error);
  g_assert_no_error (error);
  return heard;
}

static void
wait_for (Heard *heard)
{
  while (!heard->ended)
    g_main_context_iteration (NULL, TRUE);
}

static Heard *
ask (Fixture *f, const char *conversation, const char *text)
{
  Heard *heard = begin_asking (f, conversation, text);

  wait_for (heard);
  return heard;
}

static GPtrArray *
list_turns (Fixture *f, const char *conversation)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *turns =
      hearth_store_turns_list (hearth_engine_get_reader (f->engine), conversation, 0, 1000, &error);

  g_assert_no_error (error);
  return turns;
}

/* Whether a word stands anywhere in the files of the data folder. */
static gboolean
is_on_disk (Fixture *f, const char *word)
{
  const char *argv[] = { "grep", "-rqiaF", word, f->folder, NULL };
  int status = 0;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, &status, NULL));
  return g_spawn_check_wait_status (status, NULL);
}

static void
test_many (Fixture *f, gconstpointer data)
{
  Heard *heard[20];
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  f->service->delay = 20;
  for (guint i = 0; i < G_N_ELEMENTS (heard); i++) {
    g_autofree char *name = g_strdup_printf ("many-%u", i);
    g_autofree char *text = g_strdup_printf ("Please tell me about number %u", i);

    heard[i] = begin_asking (f, name, text);
  }
  for (guint i = 0; i < G_N_ELEMENTS (heard); i++) {
    g_autofree char *expected = g_strdup_printf ("I heard: Please tell me about number %u", i);

    wait_for (heard[i]);
    g_assert_cmpstr (heard[i]->text->str, ==, expected);
    heard_free (heard[i]);
  }
  list = hearth_store_conversations_list (hearth_engine_get_reader (f->engine), 0, 0, &error);
  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (heard));
  g_assert_nonnull (strstr (((HearthConversation *) list->pdata[0])->title, "umber 19"));
}

/* Each conversation keeps its service, also over a restart; one that is gone is not replaced by
 * another that was not meant to have these words. */
static HearthAiService *
find_service_cb (const char *name, gpointer user_data)
{
  Fixture *f = user_data;

  return strcmp (name, "mine") == 0 && f->service != NULL
             ? HEARTH_AI_SERVICE (g_object_ref (f->service))
             : NULL;
}

static void
test_services (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *own = NULL;
  g_autofree char *builtin = NULL;
  g_autoptr (Heard) plain = NULL;
  g_autoptr (Heard) mine = NULL;
  g_autoptr (Heard) gone = NULL;
  guint asked;

  hearth_companion_set_service_func (f->companion, find_service_cb, f);
  g_assert_null (hearth_companion_begin (f->companion, FALSE, "nobody", &error));
  g_assert_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_FAILED);
  g_clear_error (&error);
  own = hearth_companion_begin (f->companion, FALSE, "mine", &error);
  builtin = hearth_companion_begin (f->companion, FALSE, HEARTH_COMPANION_BUILTIN, &error);
  g_assert_no_error (error);
  plain = ask (f, builtin, "What is on tomorrow?");
  g_assert_cmpuint (f->service->requests->len, ==, 0);
  hearth_companion_set_service (f->companion, NULL);
  mine = ask (f, own, "What is it about?");
  g_assert_cmpstr (mine->text->str, ==, "I heard: What is it about?");
  asked = f->service->requests->len;
  end (f);
  begin (f);
  gone = ask (f, own, "And now?");
  g_assert_nonnull (strstr (gone->notices->str, "not set up any more"));
  g_assert_cmpuint (f->service->requests->len, ==, asked);
}

static void
test_ask_again (Fixture *f, gconstpointer data)
{
  g_autoptr (Heard) first = ask (f, "again", "The weather in Berlin");
  g_autoptr (Heard) second = ask (f, "again", "And in Hamburg");
  g_autoptr (GPtrArray) before = list_turns (f, "again");
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (Heard) heard = g_new0 (Heard, 1);
  g_autofree char *used = NULL;
  g_autoptr (GError) error = NULL;
  gint64 asked = ((HearthTurn *) before->pdata[0])->id;
  HearthAiRequest *last;

  heard->text = g_string_new (NULL);
  heard->notices = g_string_new (NULL);
  g_assert_cmpint (hearth_companion_ask_again (f->companion, ((HearthTurn *) before->pdata[1])->id,
                                               "x", NULL, NULL, heard_cb, heard, NULL, NULL,
                                               &error),
                   ==, 0);
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  hearth_companion_ask_again (f->companion, asked, "The weather in Rome", NULL, NULL, heard_cb,
                              heard, NULL, &used, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (used, ==, "again");
  wait_for (heard);
  after = list_turns (f, "again");
  g_assert_cmpuint (after->len, ==, 2);
  g_assert_cmpstr (((HearthTurn *) after->pdata[0])->text, ==, "The weather in Rome");
  g_assert_cmpint (((HearthTurn *) after->pdata[1])->tokens_out, ==, 10);
  g_assert_cmpstr (((HearthTurn *) after->pdata[1])->service, ==, "far.example");
  last = g_ptr_array_index (f->service->requests, f->service->requests->len - 1);
  for (guint i = 0; i < last->messages->len; i++)
    g_assert_null (strstr (((HearthAiMessage *) last->messages->pdata[i])->text, "Hamburg"));
}

/* How often it is in the journal that something went to a service. */
static guint
count_sendings (Fixture *f)
{
  HearthJournalFilter filter = { .limit = 10000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries =
      hearth_store_journal_list (hearth_engine_get_reader (f->engine), &filter, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++) {
    const HearthJournalEntry *entry = g_ptr_array_index (entries, i);

    if (strcmp (entry->kind, "ai") == 0 && g_strcmp0 (entry->host, "far.example") == 0)
      n++;
  }
  return n;
}

/* What was remembered of others' words labels the conversation before the service is asked: whoever
 * ends the process in the middle of its answer, it is known whose words it may hold. */
static void
test_memory_labels (Fixture *f, gconstpointer data)
{
  g_autoptr (HearthMemory) memory = hearth_memory_new ("fact", "Ana", "Ana lives in Porto");
  g_autoptr (Heard) heard = NULL;
  g_autoptr (HearthConversation) other = NULL;
  g_autoptr (GError) error = NULL;

  memory->label = HEARTH_LABEL_EXTERNAL;
  hearth_memories_remember (f->engine, memory, NULL, &error);
  g_assert_no_error (error);
  f->service->db = hearth_engine_get_reader (f->engine);
  heard = ask (f, "told", "Where does Ana live?");
  g_assert_cmpint (f->service->label.integrity, ==, HEARTH_INTEGRITY_EXTERNAL);
  g_clear_pointer (&heard, heard_free);
  heard = ask (f, "other", "Good grief, blorp");
  other = hearth_store_conversations_get (f->service->db, "other", &error);
  g_assert_no_error (error);
  g_assert_cmpint (other->label.integrity, <, HEARTH_INTEGRITY_EXTERNAL);
}

/* What was asked and was taken back is no word of the owner's: nothing may be done by it. */
static void
test_taken_back_words (Fixture *f, gconstpointer data)
{
  g_autoptr (Heard) first = ask (f, "again", "Write to zed@example.net that I come");
  g_autoptr (Heard) heard = g_new0 (Heard, 1);
  g_autoptr (GPtrArray) before = list_turns (f, "again");
  g_autoptr (GError) error = NULL;

  heard->text = g_string_new (NULL);
  heard->notices = g_string_new (NULL);
  g_ptr_array_set_size (f->service->requests, 0);
  hearth_companion_ask_again (f->companion, ((HearthTurn *) before->pdata[0])->id,
                              "Could you perhaps blorp it", NULL, NULL, heard_cb, heard, NULL, NULL,
                              &error);
  g_assert_no_error (error);
  wait_for (heard);
  g_assert_cmpuint (f->service->requests->len, >=, 1);
  for (guint i = 0; i < f->service->requests->len; i++) {
    HearthAiRequest *request = g_ptr_array_index (f->service->requests, i);

    for (guint k = 0; k < request->messages->len; k++)
      g_assert_null (strstr (((HearthAiMessage *) request->messages->pdata[k])->text, "zed@"));
    for (guint k = 0; k < request->tools->len; k++)
      g_assert_cmpstr (((HearthAiTool *) request->tools->pdata[k])->name, !=, "send");
  }
}

/* What is answered when it is asked again ends, and stays out of the conversation. */
static void
test_ask_again_meanwhile (Fixture *f, gconstpointer data)
{
  g_autoptr (Heard) first = NULL;
  g_autoptr (Heard) heard = g_new0 (Heard, 1);
  g_autoptr (GPtrArray) turns = NULL;
  g_autoptr (GError) error = NULL;

  f->service->delay = 50;
  first = begin_asking (f, "meanwhile", "Once");
  heard->text = g_string_new (NULL);
  heard->notices = g_string_new (NULL);
  hearth_companion_ask_again (f->companion, first->turn - 1, "Twice", NULL, NULL, heard_cb, heard,
                              NULL, NULL, &error);
  g_assert_no_error (error);
  wait_for (first);
  wait_for (heard);
  turns = list_turns (f, "meanwhile");
  g_assert_cmpuint (turns->len, ==, 2);
  g_assert_cmpstr (((HearthTurn *) turns->pdata[1])->text, ==, "I heard: Twice");
}

static void
test_private (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = hearth_companion_begin (f->companion, TRUE, "", &error);
  g_autoptr (Heard) one = ask (f, name, "Tell me of " SECRET);
  g_autoptr (Heard) two = ask (f, name, "More of " SECRET);
  g_autoptr (GPtrArray) turns = hearth_companion_list_private_turns (f->companion, name, &error);
  g_autoptr (GPtrArray) none = NULL;
  HearthAiRequest *last;

  g_assert_no_error (error);
  g_assert_cmpuint (turns->len, ==, 4);
  g_assert_cmpstr (((HearthTurn *) turns->pdata[3])->text, ==, "I heard: More of " SECRET);
  g_assert_true (((HearthTurn *) turns->pdata[3])->complete);
  last = g_ptr_array_index (f->service->requests, f->service->requests->len - 1);
  g_assert_cmpuint (last->messages->len, >=, 5); /* it knows what was said before */
  g_assert_false (is_on_disk (f, SECRET));
  g_assert_true (is_on_disk (f, "far.example")); /* what went where is written down */
  end (f);
  g_assert_false (is_on_disk (f, SECRET));
  begin (f);
  none = hearth_companion_list_private_turns (f->companion, name, &error);
  g_assert_null (none);
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (hearth_companion_ask (f->companion, name, "Still?", NULL, NULL, NULL, NULL, NULL,
                                         &error),
                   ==, 0);
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

/* What is removed is in no file any more, however it grew and moved. */
static void
test_remove (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rest = NULL;

  for (guint i = 0; i < 60; i++) {
    g_autofree char *kept = g_strdup_printf ("Something else, number %u, that stays", i);
    g_autofree char *gone = g_strdup_printf ("%0*d " SECRET " %u", (int) (i * 97 % 3000) + 1, 7, i);
    g_autoptr (Heard) one = ask (f, "kept", kept);
    g_autoptr (Heard) other = ask (f, "gone", gone);
  }
  g_assert_true (is_on_disk (f, SECRET));
  g_assert_true (hearth_companion_remove (f->companion, "gone", &error));
  g_assert_no_error (error);
  end (f);
  g_assert_false (is_on_disk (f, SECRET));
  g_assert_false (is_on_disk (f, "quetzalcoatl"));
  begin (f);
  rest = list_turns (f, "kept");
  g_assert_cmpuint (rest->len, ==, 120);
}

/* A long conversation with a service of little room: it goes on, what was said is summed up once,
 * and nothing that the service accepts is over its limit. */
static void
test_long (Fixture *f, gconstpointer data)
{
  g_autoptr (HearthConversation) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *filler = g_strnfill (2000, 'a');
  guint summaries;
  HearthAiRequest *last;
  gboolean told = FALSE;

  for (gsize i = 7; i < 2000; i += 8)
    filler[i] = ' ';
  f->service->capacity = 12000;
  for (guint i = 0; i < 60; i++) {
    g_autofree char *text = g_strdup_printf ("Number %u: %s", i, filler);
    g_autoptr (Heard) heard = ask (f, "long", text);
    g_autofree char *expected = g_strdup_printf ("I heard: Number %u:", i);

    g_assert_cmpstr (heard->notices->str, ==, "");
    g_assert_true (g_str_has_prefix (heard->text->str, expected));
  }
  g_assert_cmpint (f->service->largest, <=, 12000);
  g_assert_cmpuint (f->service->n_summaries, >, 0);
  g_assert_cmpuint (f->service->n_summaries, <, 15);
  after = hearth_store_conversations_get (hearth_engine_get_reader (f->engine), "long", &error);
  g_assert_cmpstr (after->summary, ==, "Summed up: the bridge is blue.");
  summaries = f->service->n_summaries;
  for (guint i = 0; i < 5; i++) {
    g_autoptr (Heard) next = ask (f, "long", "What colour is it?");
  }
  g_assert_cmpuint (f->service->n_summaries, <=, summaries + 1); /* once, and not for each */
  last = g_ptr_array_index (f->service->requests, f->service->requests->len - 1);
  g_assert_cmpstr (counting_last_text (last), ==, "What colour is it?");
  for (guint i = 0; i < last->messages->len; i++)
    told = told || strstr (((HearthAiMessage *) last->messages->pdata[i])->text,
                           "the bridge is blue") != NULL;
  g_assert_true (told);
  /* Summaries, too, are written down before they go. */
  g_assert_cmpuint (count_sendings (f), ==, f->service->n_asked);
  g_test_message ("%u refused, %u summed up", f->service->n_refused, f->service->n_summaries);
}

/* A summary that was cut, withheld or declined does not take the place of what was said. */
static void
test_cut_summary (Fixture *f, gconstpointer data)
{
  static const HearthAiFinish ends[] = { HEARTH_AI_FINISH_LENGTH, HEARTH_AI_FINISH_FILTERED,
                                         HEARTH_AI_FINISH_REFUSED };
  g_autofree char *filler = g_strnfill (2000, 'a');

  for (gsize i = 7; i < 2000; i += 8)
    filler[i] = ' ';
  f->service->capacity = 12000;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *name = g_strdup_printf ("cut-%u", i);
    g_autoptr (HearthConversation) after = NULL;
    g_autoptr (GError) error = NULL;
    guint before = f->service->n_summaries;

    f->service->summary_finish = ends[i];
    for (guint k = 0; k < 60 && f->service->n_summaries == before; k++) {
      g_autofree char *text = g_strdup_printf ("Number %u: %s", k, filler);
      g_autoptr (Heard) heard = ask (f, name, text);
    }
    g_assert_cmpuint (f->service->n_summaries, ==, before + 1);
    after = hearth_store_conversations_get (hearth_engine_get_reader (f->engine), name, &error);
    g_assert_no_error (error);
    g_assert_null (strstr (after->summary, "the bridge is blue"));
    g_assert_nonnull (strstr (after->summary, "Owner: Number "));
  }
}

/* Who does not take even the summing up hears of it cut, and the owner an answer. */
static void
test_no_room (Fixture *f, gconstpointer data)
{
  g_autoptr (Heard) heard = NULL;

  f->service->capacity = 10;
  heard = ask (f, "none", "What is on tomorrow?");
  g_assert_nonnull (strstr (heard->notices->str, "Too long."));
  g_assert_cmpuint (f->service->n_refused, <=, 8);
  g_assert_cmpuint (heard->text->len, >, 0);
}

static gint64
sum_usage (Fixture *f)
{
  g_autoptr (GPtrArray) rows =
      hearth_store_usage_list (hearth_engine_get_reader (f->engine), "2031-03", NULL);
  gint64 sum = 0;

  for (guint i = 0; i < rows->len; i++) {
    const HearthUsageRow *row = g_ptr_array_index (rows, i);

    sum += row->tokens_in + row->tokens_out;
  }
  return sum;
}

/* No round begins over the limit, of however many at once, and none ends over it. */
static void
test_limit (Fixture *f, gconstpointer data)
{
  HearthUsage *usage = hearth_companion_get_usage (f->companion);
  g_autoptr (GVariant) told = NULL;
  g_autoptr (Heard) after = NULL;
  g_autoptr (Heard) next_month = NULL;
  Heard *heard[12];
  gboolean reached = FALSE;
  gint64 sum;
  guint n;

  {
    g_autoptr (Heard) first = ask (f, "limit", "How much is one?");
  }
  sum = sum_usage (f);
  g_assert_cmpint (sum, >, 0);
  hearth_usage_set_limits (usage, sum * 4, 0);
  f->service->delay = 20;
  for (guint i = 0; i < G_N_ELEMENTS (heard); i++) {
    g_autofree char *name = g_strdup_printf ("limit-%u", i);

    heard[i] = begin_asking (f, name, "How much is one?");
  }
  for (guint i = 0; i < G_N_ELEMENTS (heard); i++) {
    wait_for (heard[i]);
    g_assert_cmpuint (heard[i]->text->len, >, 0);
    reached = reached || strstr (heard[i]->notices->str, "tokens that you allow") != NULL;
    heard_free (heard[i]);
  }
  g_assert_true (reached);
  g_assert_cmpint (sum_usage (f), <=, sum * 4);
  hearth_usage_set_limits (usage, sum_usage (f), 0);
  n = f->service->requests->len;
  after = ask (f, "limit", "And one more?");
  g_assert_cmpuint (f->service->requests->len, ==, n);
  g_assert_nonnull (strstr (after->notices->str, "I answer on my own"));
  told = g_variant_ref_sink (hearth_usage_to_variant (usage));
  g_assert_true (g_variant_lookup (told, "reached", "b", &reached) && reached);
  /* A new month begins anew. */
  hearth_usage_set_limits (usage, sum * 4, 0);
  hearth_clock_turn_to (NOW + 31 * 24 * 3600);
  next_month = ask (f, "limit", "And now?");
  g_assert_cmpstr (next_month->notices->str, ==, "");
}

static void
test_cost (Fixture *f, gconstpointer data)
{
  HearthUsage *usage = hearth_companion_get_usage (f->companion);
  g_autoptr (Heard) unknown = NULL;
  g_autoptr (Heard) known = NULL;
  g_autoptr (Heard) over = NULL;
  HearthUsageSum sum;
  guint n;

  hearth_usage_set_limits (usage, 0, 1.0);
  unknown = ask (f, "cost", "How much is it?");
  g_assert_nonnull (strstr (unknown->notices->str, "is not known"));
  g_assert_cmpuint (f->service->requests->len, ==, 0);
  hearth_usage_set_prices (usage, g_variant_new_parsed ("{'counting': (2.0, 10.0)}"), "EUR");
  known = ask (f, "cost", "How much is it now?");
  g_assert_cmpstr (known->notices->str, ==, "");
  hearth_usage_sum (usage, &sum);
  g_assert_cmpint (sum.unpriced, ==, 0);
  g_assert_cmpint (sum.cost, ==, sum.tokens_in * 2 + sum.tokens_out * 10);
  hearth_usage_set_limits (usage, 0, (double) sum.cost / 1e6);
  n = f->service->requests->len;
  over = ask (f, "cost", "And more?");
  g_assert_nonnull (strstr (over->notices->str, "EUR"));
  g_assert_cmpuint (f->service->requests->len, ==, n);
  /* What runs here costs nothing, and is never refused. */
  f->service->local = TRUE;
  g_clear_pointer (&over, heard_free);
  over = ask (f, "cost", "And here?");
  g_assert_cmpstr (over->notices->str, ==, "");
}

static HearthTurnFile *
make_file (const char *name, const void *bytes, gsize size)
{
  g_autoptr (GBytes) data = g_bytes_new (bytes, size);
  g_autoptr (GError) error = NULL;
  HearthTurnFile *file = hearth_turn_file_new (name, data, &error);

  g_assert_no_error (error);
  return file;
}

static Heard *
ask_with (Fixture *f, const char *conversation, const char *text, GPtrArray *files)
{
  Heard *heard = g_new0 (Heard, 1);
  g_autoptr (GError) error = NULL;

  heard->text = g_string_new (NULL);
  heard->notices = g_string_new (NULL);
  heard->turn = hearth_companion_ask_with (f->companion, conversation, text, files, NULL, heard_cb,
                                           heard, NULL, NULL, &error);
  g_assert_no_error (error);
  wait_for (heard);
  return heard;
}

/* What a service takes goes to it, counted, and again with what is asked after; what it does not
 * take stays, and is said. Each labels the conversation before the service is asked. */
static void
test_attached (Fixture *f, gconstpointer data)
{
  static const char png[20000] = "\x89PNG\r\n\x1a\n";
  g_autoptr (GPtrArray) files =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_file_free);
  g_autoptr (Heard) first = NULL;
  g_autoptr (Heard) second = NULL;
  g_autoptr (GPtrArray) turns = NULL;
  HearthAiRequest *request;
  const HearthAiMessage *asked;

  f->service->db = hearth_engine_get_reader (f->engine);
  g_ptr_array_add (files, make_file ("dot.png", png, sizeof png));
  g_ptr_array_add (files, make_file ("bill.pdf", "%PDF-1.4 x", 10));
  g_ptr_array_add (files, make_file ("list.txt", "milk \"}\n", 8));
  first = ask_with (f, "told", "What is this?", files);
  g_assert_cmpint (f->service->label.integrity, ==, HEARTH_INTEGRITY_EXTERNAL);
  g_assert_nonnull (strstr (first->notices->str, "“bill.pdf” is not sent"));
  request = g_ptr_array_index (f->service->requests, f->service->requests->len - 1);
  asked = g_ptr_array_index (request->messages, request->messages->len - 1);
  g_assert_cmpuint (asked->files->len, ==, 1);
  g_assert_cmpuint (g_bytes_get_size (((HearthAiFile *) asked->files->pdata[0])->data), ==,
                    sizeof png);
  g_assert_nonnull (strstr (asked->text, "\"bill.pdf\", which could not be sent"));
  g_assert_nonnull (strstr (asked->text, "\"untrusted_text\":\"milk \\\"}\\n\""));
  g_assert_cmpint (f->service->written, >, (gint64) sizeof png / 3 * 4);
  second = ask (f, "told", "And what colour?");
  request = g_ptr_array_index (f->service->requests, f->service->requests->len - 1);
  g_assert_cmpuint (hearth_ai_request_count_files (request), ==, (sizeof png + 2) / 3 * 4);
  /* The owner's words are theirs alone. */
  turns = list_turns (f, "told");
  g_assert_cmpstr (((HearthTurn *) turns->pdata[0])->text, ==, "What is this?");
  g_assert_cmpuint (((HearthTurn *) turns->pdata[0])->files->len, ==, 3);
}

/* In private nothing of it is in the store, and it goes along all the same. */
static void
test_attached_private (Fixture *f, gconstpointer data)
{
  g_autofree char *name = hearth_companion_begin (f->companion, TRUE, "", NULL);
  g_autoptr (GPtrArray) files =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_file_free);
  g_autoptr (Heard) heard = NULL;
  g_autoptr (Heard) more = NULL;
  HearthAiRequest *request;
  gint64 n = -1;

  g_ptr_array_add (files, make_file ("dot.png", "\x89PNG\r\n\x1a\n", 8));
  heard = ask_with (f, name, "What is this?", files);
  more = ask (f, name, "And that?");
  request = g_ptr_array_index (f->service->requests, f->service->requests->len - 1);
  g_assert_cmpuint (hearth_ai_request_count_files (request), ==, 12);
  g_assert_true (hearth_database_get_int (hearth_engine_get_reader (f->engine),
                                          "SELECT count (*) FROM turn_files", &n, NULL));
  g_assert_cmpint (n, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/companion/conversations/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("many", test_many);
  ADD ("services", test_services);
  ADD ("ask-again", test_ask_again);
  ADD ("memory-labels", test_memory_labels);
  ADD ("taken-back-words", test_taken_back_words);
  ADD ("ask-again-meanwhile", test_ask_again_meanwhile);
  ADD ("private", test_private);
  ADD ("remove", test_remove);
  ADD ("long", test_long);
  ADD ("cut-summary", test_cut_summary);
  ADD ("no-room", test_no_room);
  ADD ("limit", test_limit);
  ADD ("cost", test_cost);
  ADD ("attached", test_attached);
  ADD ("attached-private", test_attached_private);
  return g_test_run ();
}
