/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-meeting-link.h"

/* What is found where only known services count, or NULL. */
static const struct {
  const char *text;
  const char *link;
} known[] = {
  /* Google Meet, Zoom, Teams, Webex, Whereby, GoTo, Skype. */
  { "Join: https://meet.google.com/abc-defg-hij.", "https://meet.google.com/abc-defg-hij" },
  { "<https://us02web.zoom.us/j/123?pwd=x&amp;y=1>", "https://us02web.zoom.us/j/123?pwd=x&y=1" },
  { "https://example.zoom.us/my/nora", "https://example.zoom.us/my/nora" },
  { "https://us06web.zoom.us/wc/join/123", "https://us06web.zoom.us/wc/join/123" },
  { "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d",
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d" },
  { "https://teams.microsoft.com/meet/123?p=x", "https://teams.microsoft.com/meet/123?p=x" },
  { "https://teams.live.com/meet/9876", "https://teams.live.com/meet/9876" },
  { "https://example.webex.com/meet/nora", "https://example.webex.com/meet/nora" },
  { "https://whereby.com/nora", "https://whereby.com/nora" },
  { "https://meet.goto.com/123456", "https://meet.goto.com/123456" },
  { "https://join.skype.com/abc", "https://join.skype.com/abc" },
  /* Jitsi and BigBlueButton, also on servers of one's own. */
  { "https://meet.jit.si/OurRoom", "https://meet.jit.si/OurRoom" },
  { "https://jitsi.example.org/OurRoom", "https://jitsi.example.org/OurRoom" },
  { "https://bbb.example.edu/b/nor-abc-def", "https://bbb.example.edu/b/nor-abc-def" },
  { "https://example.edu/bigbluebutton/api/join?x=1",
    "https://example.edu/bigbluebutton/api/join?x=1" },
  { "https://vc.example.edu/rooms/abc-def/join", "https://vc.example.edu/rooms/abc-def/join" },
  /* The one that is a meeting, not the one that comes first. */
  { "Agenda: https://wiki.example.org/x\nhttps://zoom.us/j/1", "https://zoom.us/j/1" },
  { "Plan https://example.org/a, call tel:+49-30-1234567", "tel:+49-30-1234567" },
  /* Pages of the same services that are no meeting, and names that only look alike. */
  { "https://zoom.us/download", NULL },
  { "https://teams.microsoft.com/downloads", NULL },
  { "https://notzoom.us/j/1", NULL },
  { "https://zoom.us.evil.example/j/1", NULL },
  { "https://evil.example/?u=zoom.us/j/1", NULL },
  { "javascript://zoom.us/j/1", NULL },
  { "file:///etc/passwd", NULL },
  /* Numbers, RFC 3966, with what is dialled after the connection. */
  { "Dial tel:+49-30-1234,,5678#.", "tel:+49-30-1234,,5678#" },
  { "(tel:+1(555)123-4567)", "tel:+1(555)123-4567" },
  { "by telephone (tel:+49301234567), or not", "tel:+49301234567" },
  { "tel:112", NULL },
  { "hotel:+49301234567", NULL },
  { "tel:+493012345678901234567890123456789012345678901234567890123456789012345", NULL },
  { "Room 2", NULL },
  { "", NULL },
};

static void
test_known (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    g_autofree char *link = hearth_meeting_link_dup_first (known[i].text, TRUE);

    g_test_message ("%s", known[i].text);
    g_assert_cmpstr (link, ==, known[i].link);
  }
  g_assert_null (hearth_meeting_link_dup_first (NULL, TRUE));
}

/* A property that says what it is for, such as CONFERENCE, may name any server. */
static void
test_any (void)
{
  g_autofree char *own = hearth_meeting_link_dup_first ("https://video.example.org/room", FALSE);
  g_autofree char *call = hearth_meeting_link_dup_first ("tel:+49301234567", FALSE);

  g_assert_cmpstr (own, ==, "https://video.example.org/room");
  g_assert_cmpstr (call, ==, "tel:+49301234567");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/meeting-link/known", test_known);
  g_test_add_func ("/calendar/meeting-link/any", test_any);
  return g_test_run ();
}
