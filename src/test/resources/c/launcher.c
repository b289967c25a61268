/*
 * Starts a JVM as programs do that have one built in, on the thread that they began with:
 *
 *     launcher [OPTION...] -cp PATH CLASS [ARGUMENT...]
 *
 * The environment variable LIBJVM names the JVM's library.
 */
#include <dlfcn.h>
#include <jni.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_OPTIONS 64

static int failed(const char *what)
{
	fprintf(stderr, "launcher: %s failed\n", what);
	return 97;
}

static int call_main(JNIEnv *env, const char *class_name, int argc, char **argv)
{
	char *path = strdup(class_name);
	jclass main_class, string = (*env)->FindClass(env, "java/lang/String");
	jobjectArray arguments = (*env)->NewObjectArray(env, argc, string, 0);
	jmethodID method;

	for (char *c = path; *c; c++)
		if (*c == '.')
			*c = '/';
	for (int i = 0; i < argc; i++)
		(*env)->SetObjectArrayElement(env, arguments, i,
					      (*env)->NewStringUTF(env, argv[i]));
	main_class = (*env)->FindClass(env, path);
	method = main_class ? (*env)->GetStaticMethodID(env, main_class, "main",
							"([Ljava/lang/String;)V") :
			      0;
	if (method)
		(*env)->CallStaticVoidMethod(env, main_class, method, arguments);
	if ((*env)->ExceptionCheck(env)) {
		(*env)->ExceptionDescribe(env);
		return failed("main");
	}
	return 0;
}

int main(int argc, char **argv)
{
	jint (*create)(JavaVM **, void **, void *);
	static char class_path[4096] = "-Djava.class.path=";
	JavaVMOption options[MOST_OPTIONS] = {};
	JavaVMInitArgs wanted = { JNI_VERSION_10, 0, options, JNI_FALSE };
	void *library = dlopen(getenv("LIBJVM"), RTLD_NOW | RTLD_GLOBAL);
	JavaVM *vm;
	JNIEnv *env;
	int next = 1, status;

	for (; next + 2 < argc && strcmp(argv[next], "-cp") && next < MOST_OPTIONS; next++)
		options[wanted.nOptions++].optionString = argv[next];
	strncat(class_path, argv[next + 1], sizeof(class_path) - strlen(class_path) - 1);
	options[wanted.nOptions++].optionString = class_path;
	next += 2;

	create = library ? (void *)dlsym(library, "JNI_CreateJavaVM") : 0;
	if (!create || create(&vm, (void **)&env, &wanted) != JNI_OK)
		return failed("JNI_CreateJavaVM");
	status = call_main(env, argv[next], argc - next - 1, argv + next + 1);
	(*vm)->DestroyJavaVM(vm);
	return status;
}
