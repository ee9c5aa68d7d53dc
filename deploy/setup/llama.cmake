# Run by CMake inside llama.cpp's project(): llama-cpp-python switches this helper library on, which doubles the
# compile, and never loads it.
set(LLAMA_BUILD_COMMON OFF CACHE BOOL "" FORCE)
