// Makes child processes in all the ways in which native code of a JVM does, for FFM and JNI.
// Each function returns the child's pid, or -1; system and popen do not report it and return 0.
#define _GNU_SOURCE
#include <jni.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static int wait_for(pid_t child)
{
	return child > 0 && waitpid(child, 0, 0) == child ? child : -1;
}

static void become(char *command)
{
	char *argv[] = { "sh", "-c", command, 0 };

	execv("/bin/sh", argv);
	_exit(127);
}

int by_system(char *command)
{
	return system(command) ? -1 : 0;
}

int by_popen(char *command)
{
	FILE *output = popen(command, "r");
	char line[256];

	if (!output)
		return -1;
	while (fgets(line, sizeof(line), output))
		;
	return pclose(output) ? -1 : 0;
}

int by_posix_spawn(char *command)
{
	char *argv[] = { "sh", "-c", command, 0 };
	pid_t child;

	if (posix_spawn(&child, "/bin/sh", 0, 0, argv, environ))
		return -1;
	return wait_for(child);
}

int by_fork(char *command)
{
	pid_t child = fork();

	if (!child)
		become(command);
	return wait_for(child);
}

int by_vfork(char *command)
{
	pid_t child = vfork();

	if (!child)
		become(command);
	return wait_for(child);
}

JNIEXPORT jint JNICALL Java_io_github_exectrace_app_NativeChildren_byJni(JNIEnv *env, jclass type,
									 jstring text)
{
	const char *command = (*env)->GetStringUTFChars(env, text, 0);
	int child = by_posix_spawn((char *)command);

	(void)type;
	(*env)->ReleaseStringUTFChars(env, text, command);
	return child;
}

JNIEXPORT void JNICALL Java_io_github_exectrace_app_MovesOn_forkOrSleep(JNIEnv *env, jclass type,
									jboolean forks)
{
	struct timespec some_time = { .tv_nsec = 5000000 };
	pid_t child = -1;

	(void)env;
	(void)type;
	if (!forks) {
		while (waitpid(-1, 0, WNOHANG) > 0)
			;
		nanosleep(&some_time, 0);
		return;
	}
	child = vfork();
	if (!child)
		_exit(0);
}
