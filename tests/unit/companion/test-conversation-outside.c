/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workday-fixture.h"

#include "hearth-gate.h"
#include "hearth-store-journal.h"
#include "hearth-store-records.h"

#include <string.h>

/* A conversation with a service: what it looks up, how long it may, and what is done when it fails.
 */

/* A service that follows a script: one list of events for each round. */
#define SCRIPTED_TYPE_SERVICE (scripted_service_get_type ())
G_DECLARE_FINAL_TYPE (ScriptedService, scripted_service, SCRIPTED, SERVICE, GObject)

struct _ScriptedService {
  GObject parent_instance;
  /* "say:…", "call:NAME ARGUMENTS", "end:length", "end:filtered", "fail:…", and "long:…" where it
   * could not take so much; "|" between events */
  const char *const *rounds;
  guint round;
  guint n_stopped;           /* rounds that were not heard to their end */
  GCancellable *cancellable; /* (owned) (nullable) */
  GPtrArray *requests;
  HearthAiEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

static void
scripted_fail (ScriptedService *self, GError *error)
{
  HearthAiEvent event = { .kind = HEARTH_AI_EVENT_ERROR, .error = error };

  self->func (&event, self->user_data);
  g_error_free (error);
}

static void
scripted_run (ScriptedService *self, const char *script)
{
  g_auto (GStrv) events = g_strsplit (script, "|", -1);
  HearthAiEvent last = { HEARTH_AI_EVENT_END };
  guint n_calls = 0;

  for (guint i = 0; events[i] != NULL; i++) {
    HearthAiEvent event = { HEARTH_AI_EVENT_TEXT };
    g_autoptr (HearthAiToolCall) call = NULL;
    g_autoptr (GError) stopped = NULL;

    if (g_cancellable_set_error_if_cancelled (self->cancellable, &stopped)) {
      self->n_stopped++;
      scripted_fail (self, g_steal_pointer (&stopped));
      return;
    }
    if (g_str_has_prefix (events[i], "say:")) {
      event.text = events[i] + 4;
      self->func (&event, self->user_data);
    } else if (g_str_has_prefix (events[i], "call:")) {
      g_auto (GStrv) words = g_strsplit (events[i] + 5, " ", 2);
      g_autofree char *id = g_strdup_printf ("call-%u-%u", self->round, n_calls++);

      call = hearth_ai_tool_call_new (id, words[0], words[1]);
      event.kind = HEARTH_AI_EVENT_TOOL_CALL;
      event.call = call;
      self->func (&event, self->user_data);
    } else if (g_str_has_prefix (events[i], "end:")) {
      last.finish = g_str_equal (events[i], "end:length") ? HEARTH_AI_FINISH_LENGTH
                                                          : HEARTH_AI_FINISH_FILTERED;
    } else {
      scripted_fail (self, g_error_new_literal (HEARTH_AI_ERROR,
                                                g_str_has_prefix (events[i], "long:")
                                                    ? HEARTH_AI_ERROR_TOO_LONG
                                                    : HEARTH_AI_ERROR_UNREACHABLE,
                                                events[i] + 5));
      return;
    }
  }
  self->func (&last, self->user_data);
}

static gboolean
scripted_idle_cb (gpointer user_data)
{
  ScriptedService *self = user_data;
  const char *script = self->rounds[self->round];
  GDestroyNotify destroy = self->destroy;
  gpointer data = self->user_data;

  if (self->rounds[self->round + 1] != NULL)
    self->round++;
  scripted_run (self, script);
  if (destroy != NULL)
    destroy (data);
  return G_SOURCE_REMOVE;
}

static void
scripted_start (HearthAiService *service, HearthAiRequest *request, GCancellable *cancellable,
                HearthAiEventFunc func, gpointer user_data, GDestroyNotify destroy)
{
  ScriptedService *self = SCRIPTED_SERVICE (service);

  g_ptr_array_add (self->requests, hearth_ai_request_ref (request));
  g_set_object (&self->cancellable, cancellable);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  g_idle_add_full (G_PRIORITY_DEFAULT, scripted_idle_cb, g_object_ref (self), g_object_unref);
}

static const char *
scripted_get_name (HearthAiService *service)
{
  return "Script";
}

static const char *
scripted_get_host (HearthAiService *service)
{
  return "script.example";
}

static gboolean
scripted_is_local (HearthAiService *service)
{
  return FALSE;
}

static void
scripted_service_iface_init (HearthAiServiceInterface *iface)
{
  iface->start = scripted_start;
  iface->get_name = scripted_get_name;
  iface->get_host = scripted_get_host;
  iface->is_local = scripted_is_local;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ScriptedService, scripted_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_AI_SERVICE,
                                                      scripted_service_iface_init))

static void
scripted_service_finalize (GObject *object)
{
  g_ptr_array_unref (SCRIPTED_SERVICE (object)->requests);
  g_clear_object (&SCRIPTED_SERVICE (object)->cancellable);
  G_OBJECT_CLASS (scripted_service_parent_class)->finalize (object);
}

static void
scripted_service_class_init (ScriptedServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scripted_service_finalize;
}

static void
scripted_service_init (ScriptedService *self)
{
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_ai_request_unref);
}

static ScriptedService *
use_script (Workday *f, const char *const *rounds)
{
  ScriptedService *service = g_object_new (SCRIPTED_TYPE_SERVICE, NULL);

  service->rounds = rounds;
  hearth_companion_set_service (f->companion, HEARTH_AI_SERVICE (service));
  return service;
}

/* What the journal says of the rounds: each names its host, later ones the messages that went. How
 * much it was is counted at the sockets, of which a service within this program has none. */
static void
check_journal (Workday *f)
{
  HearthJournalFilter filter = { .limit = 100 };
  g_autoptr (GPtrArray) entries =
      hearth_store_journal_list (hearth_engine_get_reader (f->engine), &filter, NULL);
  guint rounds = 0;
  gboolean named = FALSE;

  for (guint i = 0; i < entries->len; i++) {
    const HearthJournalEntry *entry = g_ptr_array_index (entries, i);

    if (strcmp (entry->kind, "ai") != 0)
      continue;
    rounds++;
    g_assert_nonnull (entry->host);
    g_assert_nonnull (entry->conversation);
    named = named || (entry->messages != NULL && entry->messages->len > 0);
  }
  g_assert_cmpuint (rounds, ==, 2);
  g_assert_true (named);
}

/* All that came, five times. */
#define INCOMING "call:search_mail {\"limit\":20}|"
#define MANY INCOMING INCOMING INCOMING INCOMING INCOMING

static void
test_outside (Workday *f, gconstpointer data)
{
  static const char *const rounds[] = {
    "call:search_mail {\"query\":\"from:petra\"}|call:list_events "
    "{\"from\":\"2031-03-04\",\"to\":\"2031-03-04\"}",
    "say:Petra asks about the |say:wall in the workshop.", NULL
  };
  g_autoptr (ScriptedService) service = use_script (f, rounds);
  g_autoptr (Heard) heard = workday_ask (f, "outside", "What does Petra want?");
  HearthAiRequest *second;
  const HearthAiMessage *result;

  g_assert_cmpstr (heard->text->str, ==, "Petra asks about the wall in the workshop.");
  g_assert_cmpstr (heard->notices->str, ==, "");
  /* The mail is named, the events that were only looked at are not. */
  g_assert_cmpuint (heard->n_chips, >=, 1);
  g_assert_cmpuint (heard->n_chips, <=, 2);
  g_assert_cmpuint (service->requests->len, ==, 2);
  second = g_ptr_array_index (service->requests, 1);
  /* Who only asks is offered nothing that changes anything. */
  g_assert_cmpuint (second->tools->len, >=, 4);
  for (guint i = 0; i < second->tools->len; i++)
    g_assert_false (
        hearth_gate_has_verb (((HearthAiTool *) g_ptr_array_index (second->tools, i))->name));
  result = g_ptr_array_index (second->messages, second->messages->len - 2);
  g_assert_cmpint (result->role, ==, HEARTH_AI_TOOL);
  g_assert_nonnull (strstr (result->text, "written by other people"));
  g_assert_nonnull (strstr (result->text, "Wall in the workshop"));
  check_journal (f);
}

static void
test_outside_writes_nothing (Workday *f, gconstpointer data)
{
  static const char *const rounds[] = {
    "call:send_mail {\"to\":\"x@example.org\"}|call:delete_mail {\"id\":1}|call:create_event {}|"
    "call:read_message nonsense|call:read_message {\"id\":-5}|call:search_mail {\"query\":\"((\"}",
    "say:Done.", NULL
  };
  g_autoptr (ScriptedService) service = use_script (f, rounds);
  gint64 events = hearth_store_events_count (hearth_engine_get_reader (f->engine), NULL);
  g_autoptr (Heard) heard = workday_ask (f, "outside", "Hello");
  HearthAiRequest *second = g_ptr_array_index (service->requests, 1);
  guint errors = 0;

  g_assert_cmpstr (heard->text->str, ==, "Done.");
  for (guint i = 0; i < second->messages->len; i++) {
    const HearthAiMessage *message = g_ptr_array_index (second->messages, i);

    if (message->role == HEARTH_AI_TOOL && strstr (message->text, "\"error\"") != NULL)
      errors++;
  }
  g_assert_cmpuint (errors, ==, 6);
  g_assert_cmpint (hearth_store_events_count (hearth_engine_get_reader (f->engine), NULL), ==,
                   events);
}

static void
test_outside_rounds (Workday *f, gconstpointer data)
{
  /* It asks for ever; the last round has no tools. */
  static const char *const rounds[] = { "call:search_mail {\"query\":\"glaze\"}", NULL };
  g_autoptr (ScriptedService) service = use_script (f, rounds);
  g_autoptr (Heard) heard = workday_ask (f, "rounds", "What is on today?");
  HearthAiRequest *last;

  g_assert_cmpuint (service->requests->len, ==, 8);
  last = g_ptr_array_index (service->requests, 7);
  g_assert_cmpuint (last->tools->len, ==, 0);
  /* It never answered: the built-in service did. */
  g_assert_nonnull (strstr (heard->text->str, "Coffee with the printer"));
  g_assert_nonnull (strstr (heard->notices->str, "Script"));
}

static void
test_outside_fails (Workday *f, gconstpointer data)
{
  static const char *const rounds[] = { "say:Let me see|fail:script.example cannot be reached.",
                                        NULL };
  g_autoptr (ScriptedService) service = use_script (f, rounds);
  g_autoptr (Heard) heard = workday_ask (f, "fails", "What is on today?");
  g_autoptr (GPtrArray) turns = NULL;

  g_assert_nonnull (strstr (heard->notices->str, "script.example cannot be reached."));
  g_assert_nonnull (strstr (heard->text->str, "Coffee with the printer"));
  turns = hearth_store_turns_list (hearth_engine_get_reader (f->engine), "fails", 0, 10, NULL);
  g_assert_true (((HearthTurn *) g_ptr_array_index (turns, 1))->complete);
  hearth_companion_set_service (f->companion, NULL);
}

static gboolean
is_complete (Workday *f, const char *conversation)
{
  g_autoptr (GPtrArray) turns =
      hearth_store_turns_list (hearth_engine_get_reader (f->engine), conversation, 0, 10, NULL);

  return ((HearthTurn *) g_ptr_array_index (turns, 1))->complete;
}

#define REMIND "call:remind {\"text\":\"Call the printer\",\"at\":\"2031-03-03 17:00\"}"

/* What was done is not done once more by whoever answers next, however the service fails. */
static void
test_outside_acts_once (Workday *f, gconstpointer data)
{
  static const char *const lost[] = { REMIND, "fail:script.example cannot be reached.", NULL };
  static const char *const said[] = { "say:I set it.|" REMIND,
                                      "fail:script.example cannot be reached.", NULL };
  static const char *const dumb[] = { REMIND, "say:", NULL };
  static const char *const narrow[] = { REMIND, "long:This is too long.", REMIND, "say:It is set.",
                                        NULL };
  static const struct {
    const char *conversation;
    const char *const *rounds;
    const char *notice;
  } ways[] = { { "lost", lost, "cannot be reached" },
               { "said", said, "cannot be reached" },
               { "dumb", dumb, "gave no answer" },
               { "narrow", narrow, "This is too long." } };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autoptr (ScriptedService) service = use_script (f, ways[i].rounds);
    g_autoptr (Heard) heard =
        workday_ask (f, ways[i].conversation, "Remind me at five to call the printer");
    g_autoptr (GPtrArray) reminders =
        hearth_store_reminders_list (hearth_engine_get_reader (f->engine), TRUE, NULL);
    guint n = 0;

    for (guint k = 0; k < reminders->len; k++)
      n += strstr (((HearthReminder *) g_ptr_array_index (reminders, k))->text, "printer") != NULL;
    g_assert_cmpuint (n, ==, i + 1);
    g_assert_cmpuint (heard->n_acts, ==, 1);
    g_assert_nonnull (strstr (heard->notices->str, ways[i].notice));
    g_assert_null (strstr (heard->notices->str, "on my own"));
    g_assert_false (is_complete (f, ways[i].conversation));
  }
}

/* An answer that the service did not end by itself is not taken for a whole one. */
static void
test_outside_cut (Workday *f, gconstpointer data)
{
  static const char *const bounded[] = { "say:Petra asks about the|end:length", NULL };
  static const char *const withheld[] = { "say:Petra asks about the|end:filtered", NULL };
  g_autoptr (ScriptedService) one = use_script (f, bounded);
  g_autoptr (Heard) cut = workday_ask (f, "bounded", "What does Petra want?");
  g_autoptr (ScriptedService) other = use_script (f, withheld);
  g_autoptr (Heard) filtered = workday_ask (f, "withheld", "What does Petra want?");

  g_assert_cmpstr (cut->text->str, ==, "Petra asks about the");
  g_assert_cmpstr (cut->notices->str, ==, "The answer of Script ended in the middle.");
  g_assert_false (is_complete (f, "bounded"));
  g_assert_cmpstr (filtered->text->str, ==, "Petra asks about the");
  g_assert_cmpstr (filtered->notices->str, ==, "Script withheld the rest of its answer.");
  g_assert_false (is_complete (f, "withheld"));
}

/* Of an overlong answer the beginning is kept, without holes, and the rest is not paid for. */
static void
test_outside_overlong (Workday *f, gconstpointer data)
{
  g_autofree char *most = g_strnfill (60000, 'a');
  g_autofree char *more = g_strnfill (10000, 'b');
  g_autofree char *script = g_strdup_printf ("say:%s|say:%s|say:c|say:d", most, more);
  const char *const rounds[] = { script, NULL };
  g_autoptr (ScriptedService) service = use_script (f, rounds);
  g_autoptr (Heard) heard = workday_ask (f, "overlong", "What does Petra want?");

  g_assert_true (g_str_equal (heard->text->str, most));
  g_assert_cmpstr (heard->notices->str, ==, "The answer of Script is too long.");
  g_assert_cmpuint (service->n_stopped, ==, 1);
  g_assert_false (is_complete (f, "overlong"));
}

/* Without a plan nothing can be changed: the owner hears why, and not twice. */
static void
test_outside_no_plan (Workday *f, gconstpointer data)
{
  static const char *const unplanned[] = { "fail:plan.example cannot be reached.",
                                           "say:It is Monday.", NULL };
  static const char *const nothing[] = { "fail:script.example cannot be reached.", NULL };
  g_autoptr (ScriptedService) one = use_script (f, unplanned);
  g_autoptr (Heard) heard =
      workday_ask (f, "unplanned", "Please do what the mail of Petra asks for");
  g_autoptr (ScriptedService) other = use_script (f, nothing);
  g_autoptr (Heard) lost = workday_ask (f, "nothing", "Please do what the mail of Petra asks for");
  const char *first;

  g_assert_cmpuint (one->requests->len, ==, 2);
  g_assert_cmpstr (heard->text->str, ==, "It is Monday.");
  g_assert_nonnull (strstr (heard->notices->str, "plan.example cannot be reached."));
  g_assert_true (is_complete (f, "unplanned"));
  g_assert_cmpuint (other->requests->len, ==, 2);
  first = strstr (lost->notices->str, "cannot be reached.");
  g_assert_nonnull (first);
  g_assert_null (strstr (first + 1, "cannot be reached."));
}

/* Every message of which something went is in the journal, once, however often others went before.
 */
static void
test_outside_names_all (Workday *f, gconstpointer data)
{
  static const char *const rounds[] = { MANY MANY MANY "call:search_mail {\"sent\":true}",
                                        "say:Nothing.", NULL };
  HearthDatabase *db = hearth_engine_get_reader (f->engine);
  HearthJournalFilter newest = { .limit = 1 };
  HearthMessageFilter every = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (ScriptedService) service = use_script (f, rounds);
  g_autoptr (Heard) heard = workday_ask (f, "names-all", "What does Petra want?");
  g_autoptr (GPtrArray) entries = hearth_store_journal_list (db, &newest, NULL);
  const HearthJournalEntry *last = g_ptr_array_index (entries, 0);
  g_autoptr (GHashTable) named = g_hash_table_new (g_int64_hash, g_int64_equal);

  g_assert_cmpstr (last->kind, ==, "ai");
  for (guint i = 0; i < last->messages->len; i++)
    g_assert_true (g_hash_table_add (named, &g_array_index (last->messages, gint64, i)));
  every.role = HEARTH_MAILBOX_SENT;
  g_assert_cmpint (hearth_store_messages_count (db, &every, NULL), >, 0);
  every = (HearthMessageFilter) HEARTH_MESSAGE_FILTER_INIT;
  g_assert_cmpuint (g_hash_table_size (named), ==, hearth_store_messages_count (db, &every, NULL));
}

int
main (int argc, char *argv[])
{
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/companion/conversation-outside/" path, Workday, NULL, workday_set_up, func,        \
              workday_tear_down)
  ADD ("looks-up", test_outside);
  ADD ("writes-nothing", test_outside_writes_nothing);
  ADD ("rounds", test_outside_rounds);
  ADD ("fails", test_outside_fails);
  ADD ("acts-once", test_outside_acts_once);
  ADD ("cut", test_outside_cut);
  ADD ("overlong", test_outside_overlong);
  ADD ("no-plan", test_outside_no_plan);
  ADD ("names-all", test_outside_names_all);
  return g_test_run ();
}
