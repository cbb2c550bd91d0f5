/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-login-gate.h"

#include "hearth-clock.h"
#include "hearth-mail-error.h"

/* Who may log in to a server, and when. */

#define NOW 1800000000

static HearthMailServer
make_server (const char *user)
{
  return (
      HearthMailServer){ .host = (char *) "imap.example.org", .port = 993, .user = (char *) user };
}

static void
refuse (const HearthMailServer *server)
{
  g_assert_true (hearth_login_gate_enter_sync (server, NULL, NULL));
  hearth_login_gate_leave (server, HEARTH_LOGIN_REFUSED, "No, alex.");
}

static void
assert_closed (const HearthMailServer *server)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hearth_login_gate_check (server, NULL));
  g_assert_false (hearth_login_gate_enter_sync (server, NULL, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_LOGIN);
  g_assert_cmpstr (error->message, ==, "No, alex.");
}

/* Each refusal in a row closes it for longer. */
static void
test_pauses (void)
{
  static const gint64 minutes[] = { 5, 15, 60, 240, 240 };
  HearthMailServer server = make_server ("pauses"), other = make_server ("other");
  gint64 now = NOW;

  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++) {
    hearth_clock_turn_to (now);
    refuse (&server);
    hearth_clock_turn_to (now + minutes[i] * 60 - 5);
    assert_closed (&server);
    g_assert_true (hearth_login_gate_check (&other, NULL));
    now += minutes[i] * 60 + 5;
  }
  /* A clock that is set back by a year does not close it for one. */
  hearth_clock_turn_to (NOW - 365 * 86400);
  assert_closed (&server);
  hearth_clock_turn_to (NOW - 365 * 86400 + 4 * 3600 + 5);
  g_assert_true (hearth_login_gate_check (&server, NULL));
}

static void
test_opened (void)
{
  HearthMailServer server = make_server ("opened");

  hearth_clock_turn_to (NOW);
  refuse (&server);
  assert_closed (&server);
  hearth_login_gate_open (&server);
  /* From the beginning. */
  refuse (&server);
  hearth_clock_turn_to (NOW + 301);
  g_assert_true (hearth_login_gate_enter_sync (&server, NULL, NULL));
  hearth_login_gate_leave (&server, HEARTH_LOGIN_OPEN, NULL);
  g_assert_true (hearth_login_gate_enter_sync (&server, NULL, NULL));
  hearth_login_gate_leave (&server, HEARTH_LOGIN_ACCEPTED, NULL);
  hearth_clock_turn_to (NOW);
  g_assert_true (hearth_login_gate_check (&server, NULL));
}

typedef struct {
  HearthMailServer server;
  GCancellable *cancellable;
  gint entered;
  GError *error;
} Waiter;

static gpointer
wait_thread (gpointer data)
{
  Waiter *waiter = data;

  if (hearth_login_gate_enter_sync (&waiter->server, waiter->cancellable, &waiter->error))
    g_atomic_int_inc (&waiter->entered);
  return NULL;
}

static GThread *
start (Waiter *waiter)
{
  GThread *thread = g_thread_new ("waiter", wait_thread, waiter);

  g_usleep (100 * 1000);
  g_assert_cmpint (g_atomic_int_get (&waiter->entered), ==, 0);
  return thread;
}

/* Who waits behind one that is refused does not say the same once more. */
static void
test_turns (void)
{
  Waiter waiter = { .server = make_server ("turns") };
  HearthMailServer *server = &waiter.server;
  GThread *thread;

  hearth_clock_turn_to (NOW);
  g_assert_true (hearth_login_gate_enter_sync (server, NULL, NULL));
  thread = start (&waiter);
  hearth_login_gate_leave (server, HEARTH_LOGIN_ACCEPTED, NULL);
  g_thread_join (thread);
  g_assert_cmpint (waiter.entered, ==, 1);
  waiter.entered = 0;
  thread = start (&waiter);
  hearth_login_gate_leave (server, HEARTH_LOGIN_REFUSED, "No, alex.");
  g_thread_join (thread);
  g_assert_cmpint (waiter.entered, ==, 0);
  g_assert_error (waiter.error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_LOGIN);
  g_clear_error (&waiter.error);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Waiter waiter = { .server = make_server ("cancelled"), .cancellable = cancellable };
  GThread *thread;

  g_assert_true (hearth_login_gate_enter_sync (&waiter.server, NULL, NULL));
  thread = start (&waiter);
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  g_assert_error (waiter.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&waiter.error);
  g_assert_false (hearth_login_gate_enter_sync (&waiter.server, cancellable, NULL));
  hearth_login_gate_leave (&waiter.server, HEARTH_LOGIN_OPEN, NULL);
  g_assert_true (hearth_login_gate_enter_sync (&waiter.server, NULL, NULL));
  hearth_login_gate_leave (&waiter.server, HEARTH_LOGIN_OPEN, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/login-gate/pauses", test_pauses);
  g_test_add_func ("/login-gate/opened", test_opened);
  g_test_add_func ("/login-gate/turns", test_turns);
  g_test_add_func ("/login-gate/cancelled", test_cancelled);
  return g_test_run ();
}
