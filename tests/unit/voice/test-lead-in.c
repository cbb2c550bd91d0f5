/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-lead-in.h"

#define RATE 16000
#define MS(n) ((n) *RATE / 1000)

static gint16 samples[MS (3000)];

static void
make (gsize silent)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    samples[i] = (gint16) (i < silent ? (i % 2 == 0 ? 40 : -60) : (i % 2 == 0 ? 3000 : -3000));
}

/* The silence goes but for 10 ms, and nothing of what follows. */
static void
test_silence (void)
{
  HearthLeadIn lead = { 0 };

  make (MS (200));
  g_assert_cmpuint (hearth_lead_in_skip (&lead, RATE, samples, MS (400)), ==, MS (190));
  make (MS (400));
  g_assert_cmpuint (hearth_lead_in_skip (&lead, RATE, samples, MS (400)), ==, 0);
}

/* It may come in pieces. */
static void
test_pieces (void)
{
  HearthLeadIn lead = { 0 };

  make (MS (230));
  g_assert_cmpuint (hearth_lead_in_skip (&lead, RATE, samples, MS (100)), ==, MS (100));
  g_assert_cmpuint (hearth_lead_in_skip (&lead, RATE, samples + MS (100), MS (100)), ==, MS (100));
  g_assert_cmpuint (hearth_lead_in_skip (&lead, RATE, samples + MS (200), MS (100)), ==, MS (20));
  g_assert_cmpuint (hearth_lead_in_skip (&lead, RATE, samples + MS (300), MS (100)), ==, 0);
  g_assert_cmpuint (hearth_lead_in_skip (&lead, RATE, samples, 0), ==, 0);
}

static void
test_at_once (void)
{
  HearthLeadIn lead = { 0 };

  make (0);
  g_assert_cmpuint (hearth_lead_in_skip (&lead, RATE, samples, MS (100)), ==, 0);
  lead = (HearthLeadIn){ 0 };
  make (MS (5));
  g_assert_cmpuint (hearth_lead_in_skip (&lead, RATE, samples, MS (100)), ==, 0);
}

/* Of a voice that sends silence no more than a second goes. */
static void
test_long (void)
{
  HearthLeadIn lead = { 0 };

  make (G_N_ELEMENTS (samples));
  g_assert_cmpuint (hearth_lead_in_skip (&lead, RATE, samples, MS (700)), ==, MS (700));
  g_assert_cmpuint (hearth_lead_in_skip (&lead, RATE, samples, MS (700)), ==, MS (300));
  g_assert_cmpuint (hearth_lead_in_skip (&lead, RATE, samples, MS (700)), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/voice/lead-in/silence", test_silence);
  g_test_add_func ("/voice/lead-in/pieces", test_pieces);
  g_test_add_func ("/voice/lead-in/at-once", test_at_once);
  g_test_add_func ("/voice/lead-in/long", test_long);
  return g_test_run ();
}
