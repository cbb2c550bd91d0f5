/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-command.h"

typedef struct {
  const char *said;
  const char *language;
  HearthVoiceCommandKind kind;
  const char *argument;
} Row;

#define NONE HEARTH_VOICE_COMMAND_NONE
#define YES HEARTH_VOICE_COMMAND_YES
#define NO HEARTH_VOICE_COMMAND_NO
#define REPLY HEARTH_VOICE_COMMAND_REPLY

static const Row rows[] = {
  { "stop", "en", HEARTH_VOICE_COMMAND_STOP },
  { "Stop!", "en", HEARTH_VOICE_COMMAND_STOP },
  { "Hearth, stop, please.", "en", HEARTH_VOICE_COMMAND_STOP },
  { "hey hearth be quiet", "en", HEARTH_VOICE_COMMAND_STOP },
  { "That’s enough.", "en", HEARTH_VOICE_COMMAND_STOP },
  { "Samantha, louder please", "en", HEARTH_VOICE_COMMAND_LOUDER },
  { "a bit softer", "en", HEARTH_VOICE_COMMAND_SOFTER },
  { "please repeat that", "en", HEARTH_VOICE_COMMAND_REPEAT },
  { "slower", "en", HEARTH_VOICE_COMMAND_SLOWER },
  { "speak faster", "en", HEARTH_VOICE_COMMAND_FASTER },
  { "read it", "en", HEARTH_VOICE_COMMAND_READ },
  { "Skip.", "en", HEARTH_VOICE_COMMAND_SKIP },
  { "next", "en", HEARTH_VOICE_COMMAND_NEXT },
  { "later", "en", HEARTH_VOICE_COMMAND_LATER },
  { "not now please", "en", HEARTH_VOICE_COMMAND_LATER },
  { "STOPP", "de", HEARTH_VOICE_COMMAND_STOP },
  { "Bitte lauter.", "de", HEARTH_VOICE_COMMAND_LOUDER },
  { "Hearth, leiser bitte", "de", HEARTH_VOICE_COMMAND_SOFTER },
  { "noch einmal", "de", HEARTH_VOICE_COMMAND_REPEAT },
  { "langsamer", "de", HEARTH_VOICE_COMMAND_SLOWER },
  { "Schneller!", "de", HEARTH_VOICE_COMMAND_FASTER },
  { "Lies vor", "de", HEARTH_VOICE_COMMAND_READ },
  { "Überspringen", "de", HEARTH_VOICE_COMMAND_SKIP },
  { "weiter", NULL, HEARTH_VOICE_COMMAND_NEXT },
  { "Später", "de-AT", HEARTH_VOICE_COMMAND_LATER },
  { "next", "de", HEARTH_VOICE_COMMAND_NEXT },
  /* What goes on is a sentence. */
  { "stop the newsletter", "en", NONE },
  { "stop reminding me", "en", NONE },
  { "read it to Anna", "en", NONE },
  { "remind me later to call", "en", NONE },
  { "next week", "en", NONE },
  { "what is next", "en", NONE },
  { "is it louder", "en", NONE },
  { "later today", "en", NONE },
  { "weiter so Anna", "de", NONE },
  { "still", "en", NONE },
  { "hearth", "en", NONE },
  { "please", "en", NONE },
  { "", "en", NONE },
  { "stop stop", "en", NONE },
  /* A yes to a card is a clear one. */
  { "yes", "en", YES },
  { "Yes, please.", "en", YES },
  { "yes, do it", "en", YES },
  { "Ja.", "de", YES },
  { "Ja, mach das, bitte.", "de", YES },
  { "no", "en", NO },
  { "No, don’t.", "en", NO },
  { "no thank you", "en", NO },
  { "nein danke", "de", NO },
  { "okay", "en", NONE },
  { "ok yes", "en", NONE },
  { "sure", "en", NONE },
  { "yeah", "en", NONE },
  { "mhm", "en", NONE },
  { "fine", "en", NONE },
  { "yes but later", "en", NONE },
  { "yes and no", "en", NONE },
  { "yes to Anna", "en", NONE },
  { "did you say yes", "en", NONE },
  { "jaja", "de", NONE },
  { "na ja", "de", NONE },
  { "ja aber", "de", NONE },
  { "gut", "de", NONE },
  /* Replies keep their words. */
  { "Reply: I’ll be there.", "en", REPLY, "I’ll be there." },
  { "reply I'll be there", "en", REPLY, "I'll be there" },
  { "Hearth, please reply that I am late", "en", REPLY, "I am late" },
  { "reply: to be or not", "en", REPLY, "to be or not" },
  { "Antworte: Ich komme um acht, bis dann!", "de", REPLY, "Ich komme um acht, bis dann!" },
  { "antworte dass ich komme", "de", REPLY, "ich komme" },
  { "reply to Anna that I come", "en", NONE },
  { "reply", "en", NONE },
  { "reply:", "en", NONE },
  { "antworte auf die Mail", "de", NONE },
  { "antworte", "en", NONE },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *argument = NULL;
    HearthVoiceCommandKind kind =
        hearth_voice_command_read (rows[i].said, rows[i].language, "Samantha", &argument);

    if (kind != rows[i].kind || g_strcmp0 (argument, rows[i].argument) != 0) {
      g_test_message ("“%s” is %d “%s”", rows[i].said, kind, argument);
      g_test_fail ();
    }
  }
}

static void
test_bad_input (void)
{
  g_autoptr (GString) much = g_string_new ("reply: ");

  for (guint i = 0; i < 100000; i++)
    g_string_append (much, "stop ");
  g_assert_cmpint (hearth_voice_command_read (much->str, "en", NULL, NULL), ==, NONE);
  g_assert_cmpint (hearth_voice_command_read ("stop\xff", "en", NULL, NULL), ==, NONE);
  g_assert_cmpint (hearth_voice_command_read ("| stop |", "en", NULL, NULL), ==,
                   HEARTH_VOICE_COMMAND_STOP);
  g_assert_cmpint (hearth_voice_command_read ("yes|no", "en", NULL, NULL), ==, NONE);
  g_assert_cmpint (hearth_voice_command_read ("reply: yes", "en", NULL, NULL), ==, REPLY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/voice-command/rows", test_rows);
  g_test_add_func ("/voice-command/bad-input", test_bad_input);
  return g_test_run ();
}
